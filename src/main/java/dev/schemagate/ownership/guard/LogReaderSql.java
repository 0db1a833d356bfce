package dev.schemagate.ownership.guard;

import java.util.Map;

import dev.schemagate.files.Resource;
import dev.schemagate.sql.Identifiers;

/** The least privilege that {@code server-log} needs, as SQL for a superuser. */
public final class LogReaderSql {

    private LogReaderSql() {}

    /** The script for one role, in the database that the gate guards. */
    public static String of(String schema, String role) {
        return Resource.fill(
                Resource.text(LogReaderSql.class, "log-reader.sql"),
                Map.of("schema", Identifiers.quote(schema), "role", Identifiers.quote(role)));
    }
}
