package dev.schemagate.watch;

import dev.schemagate.files.Resource;
import dev.schemagate.sql.Identifiers;

/** The least privilege that {@code server-log} needs, as SQL for a superuser. */
public final class LogReaderSql {

    private LogReaderSql() {}

    /** The script for one role, in the database that the gate guards. */
    public static String of(String schema, String role) {
        return Resource.text(LogReaderSql.class, "log-reader.sql")
                .replace("${schema}", Identifiers.quote(schema))
                .replace("${role}", Identifiers.quote(role));
    }
}
