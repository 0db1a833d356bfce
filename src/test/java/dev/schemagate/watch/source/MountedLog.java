package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.watch.record.LinePrefix;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Read;
import dev.schemagate.watch.record.States;

/** A mounted log file that stood there before the gate started. */
abstract class MountedLog {

    static final LogFormats FORMATS = new LogFormats(
            new States(List.of("42703")), ZoneOffset.UTC, new LinePrefix("%m "), Read.NEEDS, Clock.systemUTC());

    @TempDir
    Path folder;

    Path log;
    final List<String> errors = new ArrayList<>();
    private long millis;

    @BeforeEach
    void log() throws IOException {
        log = Files.writeString(folder.resolve("app.log"), line("before_the_start"));
    }

    final FileSource source(String glob) {
        FileSource source = new FileSource(folder.resolve(glob).toString(), () -> FORMATS, List.of());
        poll(source);
        return source;
    }

    final Reading poll(FileSource source) {
        return source.poll(r -> {
            if (r instanceof LogRecord.Failed failed) {
                errors.add(failed.error().message().replaceAll("^column \"|\" does not exist$", ""));
            }
        });
    }

    final String line(String column) {
        return "{\"timestamp\":\"2026-11-22 13:%02d:%02d.%03d UTC\",\"error_severity\":\"ERROR\",\"state_code\":\"42703\",\"message\":\"column \\\"%s\\\" does not exist\"}\n"
                .formatted(millis / 60_000 % 60, millis / 1000 % 60, millis++ % 1000, column);
    }

    final void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }
}
