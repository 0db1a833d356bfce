package dev.schemagate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code bench.sh} leaves neither a server nor a file nor a process behind, however it ends. */
@EnabledIf("canRun")
class BenchScriptTest {

    @TempDir
    Path temporary;

    @Test
    void when_a_step_fails() throws Exception {
        Process script = start("false");

        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(script.exitValue()).isEqualTo(1);
        assertThat(output()).contains("bench: the gate failed");
        leavesNothing();
    }

    @Test
    void when_it_is_ended_in_the_middle() throws Exception {
        assertThat(exitAfter("TERM")).isEqualTo(143);
        leavesNothing();
    }

    @Test
    void when_it_is_interrupted() throws Exception {
        assertThat(exitAfter("INT")).isEqualTo(130);
        leavesNothing();
    }

    private int exitAfter(String signal) throws Exception {
        Path gate = Files.writeString(temporary.resolve("gate"), "#!/bin/sh\n[ $1 = --version ] || sleep 100\n");
        Files.setPosixFilePermissions(gate, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process script = start(gate.toString());
        await().until(() -> processes().stream().anyMatch(p -> p.endsWith(gate + " run")));

        new ProcessBuilder("kill", "-" + signal, String.valueOf(script.pid())).start();

        assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return script.exitValue();
    }

    /** A server of its own, with a program in place of the gate. */
    private Process start(String gate) throws Exception {
        Path work = Files.createDirectory(temporary.resolve("work"));
        for (Path folder : List.of(temporary, work)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        // What a shell starts in the background ignores INT from birth, and so would the script.
        ProcessBuilder script = new ProcessBuilder("env", "--default-signal=INT", "src/bench/bench.sh", "stall")
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("output.txt").toFile());
        script.environment().keySet().removeIf(name -> name.startsWith("PG"));
        script.environment().put("TMPDIR", work.toString());
        script.environment().put("GATE", gate);
        return script.start();
    }

    private void leavesNothing() throws Exception {
        assertThat(temporary.resolve("work")).as(output()).isEmptyDirectory();
        assertThat(processes()).as(output()).noneMatch(command -> command.contains(temporary.toString()));
    }

    private String output() throws Exception {
        return Files.readString(temporary.resolve("output.txt"));
    }

    private static List<String> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .toList();
    }

    /** The script needs a server's programs, not only a client's. */
    static boolean canRun() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions) || !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            return false;
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.anyMatch(version ->
                    Stream.of("bin/initdb", "bin/pgbench").map(version::resolve).allMatch(Files::isExecutable));
        }
    }
}
