package dev.schemagate.watch.record;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/** A canary as it was read from a log, under the keys that jsonlog has for its line; a key that is not there was not told. */
public final class CanaryLine {

    private static final JsonFactory JSON = new JsonFactory();

    private CanaryLine() {}

    public static String text(LogRecord.Canary canary) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("timestamp", canary.time().toString());
            json.writeStringField("message", Report.CANARY_MESSAGE + canary.id());
            for (Map.Entry<Session.Field, String> field : canary.read().fields().entrySet()) {
                json.writeStringField(field.getKey().key(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** What {@link #text} wrote, or somebody else by its rules; empty where it is no canary. */
    public static Optional<LogRecord.Canary> read(String text) {
        Map<String, String> values = Report.fields(text).values();
        try {
            Report report = new Report(
                    OffsetDateTime.parse(values.getOrDefault("timestamp", "")).toInstant(),
                    States.CANARY,
                    "LOG",
                    values.getOrDefault("message", ""),
                    null,
                    0,
                    Session.of(values, false));
            return report.record(Clock.systemUTC())
                    .filter(LogRecord.Canary.class::isInstance)
                    .map(LogRecord.Canary.class::cast);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
