package dev.schemagate.migrate.alembic.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on what a process writes, line by line as it comes, on a thread of its own. Of a line that is too long, the beginning. */
final class OutputReader extends Thread {

    private static final int BUFFER = 8192;

    private final InputStream in;
    private final int longest;
    private final Consumer<String> line;

    OutputReader(InputStream in, int longest, Consumer<String> line) {
        super("schema-gate-child-output");
        this.in = in;
        this.longest = longest;
        this.line = line;
        setDaemon(true);
    }

    @Override
    public void run() {
        StringBuilder current = new StringBuilder();
        char[] buffer = new char[BUFFER];
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        line.accept(current.toString());
                        current.setLength(0);
                    } else if (buffer[i] != '\r' && current.length() < longest) {
                        current.append(buffer[i]);
                    }
                }
            }
        } catch (IOException e) {
            line.accept("(the rest of its output is lost: " + e.getMessage() + ")");
        }
        if (!current.isEmpty()) {
            line.accept(current.toString());
        }
    }
}
