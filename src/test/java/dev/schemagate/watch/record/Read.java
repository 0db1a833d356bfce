package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads whole texts with one format, for tests. */
public final class Read {

    static final States STATES = new States(List.of("42703", "42P01", "3F000", "0A000"));
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T15:00:00Z"), ZoneOffset.UTC);

    /** Nothing beside time and SQLSTATE. */
    public static final PlainLog NEEDS = new PlainLog(false, Set.of(), Session.UNTOLD);

    private Read() {}

    /** Of user, database, application name, address and process. */
    static Session session(String user, String database, String application, String address, String pid) {
        return new Session(Map.of(
                Session.Field.USER, user,
                Session.Field.DATABASE, database,
                Session.Field.APPLICATION_NAME, application,
                Session.Field.ADDRESS, address,
                Session.Field.PID, pid));
    }

    static LogFormats formats(String prefix) {
        return new LogFormats(STATES, ZoneId.of("UTC"), new LinePrefix(prefix), NEEDS, CLOCK);
    }

    static List<LogRecord> records(LogFormat format, String text) {
        List<LogRecord> records = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        format.read(bytes, 0, bytes.length, true, records::add);
        return records;
    }

    static List<DatabaseError> errors(LogFormat format, String text) {
        return errors(records(format, text));
    }

    static List<DatabaseError> errors(List<LogRecord> records) {
        return records.stream()
                .filter(LogRecord.Failed.class::isInstance)
                .map(record -> ((LogRecord.Failed) record).error())
                .toList();
    }
}
