package dev.schemagate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the sequence as a process of its own: quicker to start than the packaged program, and as mortal. */
public final class Worker {

    private static final long LIMIT_SECONDS = 120;

    private Worker() {}

    /** As {@link #start(String, Path, String...)}, with settings: keys and values by turns. */
    public static Process with(List<String> settings, String url, Path files) {
        return start(url, files, settings);
    }

    /** Writes to {@code output.txt} in {@code files}; killed after two minutes. */
    public static Process start(String url, Path files, String... jvmOptions) {
        return start(url, files, List.of(), jvmOptions);
    }

    private static Process start(String url, Path files, List<String> settings, String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Worker.class.getName(), url, files.toString()));
        command.addAll(settings);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(files.resolve("output.txt").toFile())
                    .start();
            process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] args) throws Exception {
        boolean ready = TestGate.on(args[0], Path.of(args[1]), Arrays.copyOfRange(args, 2, args.length))
                .runOnce()
                .ready();
        System.exit(ready ? 0 : 1);
    }
}
