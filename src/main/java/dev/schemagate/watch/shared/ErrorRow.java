package dev.schemagate.watch.shared;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;

/** A row of {@code log_error} as the record that it was. */
final class ErrorRow {

    private static final Map<Field, String> COLUMNS = Map.of(
            Field.APPLICATION_NAME, "application_name",
            Field.ADDRESS, "remote_host",
            Field.DATABASE, "database_name",
            Field.USER, "user_name");

    private ErrorRow() {}

    static LogRecord.Failed read(ResultSet row) throws SQLException {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Map.Entry<Field, String> column : COLUMNS.entrySet()) {
            String value = row.getString(column.getValue());
            if (value != null) {
                fields.put(column.getKey(), value);
            }
        }
        return new LogRecord.Failed(
                new DatabaseError(
                        row.getTimestamp("at").toInstant(),
                        row.getString("sql_state"),
                        row.getString("message"),
                        row.getString("statement"),
                        row.getInt("position"),
                        new Session(fields),
                        DatabaseError.Origin.SERVER),
                row.getLong("count"),
                row.getTimestamp("first_at").toInstant());
    }
}
