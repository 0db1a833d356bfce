package dev.schemagate.migrate.alembic.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A process that is running, with its descendants. */
public final class Child implements AutoCloseable {

    /** How long it gets to end by itself after each way of asking. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How long to wait for its last words, where a descendant holds on to its output. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final File NOTHING = new File("/dev/null");

    private final DeathWatch watch;
    private final Process process;
    private final OutputReader output;
    private final OutputReader errors;

    /**
     * Starts it with an input that is empty.
     *
     * @param environment all of it; {@code PGAPPNAME} is one value of its own
     * @param longest how many characters of a line are looked at
     * @throws IOException where there is no such program or folder
     */
    public Child(
            List<String> command,
            Path folder,
            Map<String, String> environment,
            int longest,
            Consumer<String> output,
            Consumer<String> errors)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectInput(NOTHING);
        builder.environment().clear();
        builder.environment().putAll(environment);
        watch = DeathWatch.over("PGAPPNAME=" + environment.get("PGAPPNAME"));
        try {
            process = builder.start();
        } catch (IOException e) {
            watch.close();
            throw e;
        }
        this.output = new OutputReader(process.getInputStream(), longest, output);
        this.errors = new OutputReader(process.getErrorStream(), longest, errors);
        this.output.start();
        this.errors.start();
    }

    /** Waits; whether it has ended. */
    public boolean ends(Duration within) throws InterruptedException {
        return process.waitFor(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Its code, once it has ended and all that it said was handed on. */
    public int exitCode() throws InterruptedException {
        output.join(LAST_WORDS.toMillis());
        errors.join(LAST_WORDS.toMillis());
        return process.exitValue();
    }

    /** Something that can be asked of the server while the process is being ended, and may fail. */
    public interface Asking {
        void ask();
    }

    /** Ends it and its descendants: first what its sessions run, which it will take for an error, then by signals. */
    public void stop(Asking cancel) throws InterruptedException {
        // Looked up before any ends: a descendant whose parent is gone is nobody's.
        Set<ProcessHandle> all = new LinkedHashSet<>(all());
        cancel.ask();
        if (!ends(GRACE)) {
            all().forEach(ProcessHandle::destroy);
            ends(GRACE);
        }
        all.addAll(all());
        all.forEach(ProcessHandle::destroyForcibly);
        watch.strike();
        watch.ends(GRACE);
        ends(GRACE);
    }

    /** Ends it and its descendants now. */
    public void kill() {
        all().forEach(ProcessHandle::destroyForcibly);
        watch.strike();
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    @Override
    public void close() {
        all().forEach(ProcessHandle::destroyForcibly);
        watch.close();
    }
}
