package dev.schemagate.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One small question over HTTP, by the client that the JDK's base module has anyhow: {@code java.net.http} would add 1.4 MB to
 * the native executable, and threads to a process that asks once in a while.
 */
public final class HttpGet {

    private HttpGet() {}

    /** Status code and body, as UTF-8. */
    public record Answer(int code, String body) {}

    /**
     * Asks once and follows redirects.
     *
     * @param patience for the connection, and again for each part of the answer
     * @throws IOException where nobody answers in time
     */
    public static Answer of(URI uri, Duration patience) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try {
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("Accept", "*/*");
            int code = connection.getResponseCode();
            try (InputStream body = code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(code, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}
