package dev.schemagate.watch.shared;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.CanaryLine;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session.Field;

/**
 * What was found, as the server takes it: a log may hold what a database cannot.
 *
 * @param unicode whether the database has every character; else it gets ASCII
 */
record BatchJson(boolean unicode) {

    private static final JsonFactory JSON = new JsonFactory();

    String text(String text) {
        String stored = text.replace('\0', '?');
        return unicode ? stored : stored.replaceAll("[^\\x00-\\x7f]", "?");
    }

    String canary(LogRecord.Canary canary) {
        return text(CanaryLine.text(canary));
    }

    /** An array of objects with the columns of {@code log_error}, numbered from 1 by {@code n}. */
    String errors(List<LogRecord.Failed> errors) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            int number = 0;
            for (LogRecord.Failed failed : errors) {
                DatabaseError error = failed.error();
                json.writeStartObject();
                json.writeNumberField("n", ++number);
                json.writeStringField("at", error.time().toString());
                json.writeStringField("first_at", failed.first().toString());
                json.writeNumberField("count", failed.count());
                json.writeNumberField("position", error.cursor());
                write(json, "sql_state", error.sqlState());
                write(json, "message", error.message());
                write(json, "statement", error.statement());
                write(json, "application_name", error.session().get(Field.APPLICATION_NAME));
                write(json, "remote_host", error.session().get(Field.ADDRESS));
                write(json, "database_name", error.session().get(Field.DATABASE));
                write(json, "user_name", error.session().get(Field.USER));
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator json, String column, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(column, text(value));
        }
    }
}
