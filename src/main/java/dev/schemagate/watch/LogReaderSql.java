package dev.schemagate.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import dev.schemagate.db.Identifiers;

/** The least privilege that {@code server-log} needs, as SQL for a superuser. */
public final class LogReaderSql {

    private LogReaderSql() {}

    /** The script for one role, in the database that the gate guards. */
    public static String of(String schema, String role) {
        try (InputStream in = LogReaderSql.class.getResourceAsStream("log-reader.sql")) {
            if (in == null) {
                throw new IllegalStateException("log-reader.sql is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${schema}", Identifiers.quote(schema))
                    .replace("${role}", Identifiers.quote(role));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
