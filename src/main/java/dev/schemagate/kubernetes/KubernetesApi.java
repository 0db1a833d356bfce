package dev.schemagate.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API, by the client that the JDK's base module has anyhow. Token and certificates are read again for each request, since
 * the kubelet renews them while the pod lives.
 */
public final class KubernetesApi {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_MESSAGE = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;
    private byte[] authority = new byte[0];
    private @Nullable SSLSocketFactory sockets;

    public KubernetesApi(Cluster cluster) {
        this.cluster = cluster;
    }

    String namespace() {
        return cluster.namespace();
    }

    /** An answer that is read as it comes. */
    record Answer(HttpURLConnection connection, InputStream body) implements Closeable {
        @Override
        public void close() {
            connection.disconnect();
        }
    }

    /**
     * Asks once.
     *
     * @param patience for how long nothing may come
     * @throws ApiException where the API refuses
     * @throws IOException where nobody answers in time
     */
    Answer get(String path, Duration patience) throws IOException {
        URI uri = URI.create(cluster.url().toString().replaceFirst("/$", "") + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Accept", "*/*");
        if (Files.exists(cluster.token())) {
            connection.setRequestProperty(
                    "Authorization",
                    "Bearer " + Files.readString(cluster.token()).strip());
        }
        if (connection instanceof HttpsURLConnection secured && Files.exists(cluster.authority())) {
            secured.setSSLSocketFactory(sockets());
        }
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new ApiException(status, message(connection), pause(connection));
            }
            return new Answer(connection, connection.getInputStream());
        } catch (IOException e) {
            connection.disconnect();
            throw e;
        }
    }

    private synchronized SSLSocketFactory sockets() throws IOException {
        byte[] now = Files.readAllBytes(cluster.authority());
        SSLSocketFactory known = sockets;
        if (known == null || !Arrays.equals(now, authority)) {
            known = sockets(now);
            sockets = known;
            authority = now;
        }
        return known;
    }

    private SSLSocketFactory sockets(byte[] certificates) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates))) {
                trusted.setCertificateEntry("ca" + count++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the certificates of " + cluster.authority() + ": " + e.getMessage(), e);
        }
    }

    /** What a {@code Status} object says, else the text, since a proxy answers as it likes; one line. */
    private static String message(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_MESSAGE);
            String text = new String(bytes, StandardCharsets.UTF_8);
            String shown = status(text).strip().replaceAll("\\s+", " ");
            return shown.isEmpty() ? "the API answers nothing" : shown.substring(0, Math.min(500, shown.length()));
        }
    }

    private static String status(String text) {
        try {
            return JSON.readTree(text).path("message").asText(text);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static Duration pause(HttpURLConnection connection) {
        String seconds = connection.getHeaderField("Retry-After");
        return seconds != null && seconds.matches("\\d{1,5}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : Duration.ZERO;
    }
}
