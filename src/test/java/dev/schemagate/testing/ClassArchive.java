package dev.schemagate.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program's classes as the JVM has them after reading and verifying them (JEP 350): a third of what a process of seconds
 * costs. One archive for each build, made by the first test that starts a process; without it all works as well.
 */
final class ClassArchive {

    private static final long LIMIT_SECONDS = 120;
    private static final List<String> OPTIONS = made();

    private ClassArchive() {}

    /** For the JVM that starts {@link GateProcess#PROGRAM}; none where no archive can be made. */
    static List<String> options() {
        return OPTIONS;
    }

    private static List<String> made() {
        Path lock = Path.of("target", "classes.jsa.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Path archive = Path.of(
                    "target",
                    "classes-" + Files.getLastModifiedTime(GateProcess.PROGRAM).toMillis() + "-"
                            + Runtime.version().feature() + ".jsa");
            boolean there = held.isValid() && (Files.exists(archive) || make(archive));
            return there ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable") : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From a run against a database, which loads what most verbs load. */
    private static boolean make(Path archive) throws IOException, InterruptedException {
        Path half = archive.resolveSibling(archive.getFileName() + ".half");
        Path hotfixes = Files.createTempDirectory("archive");
        Files.writeString(hotfixes.resolve("0001.sql"), "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int)");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-XX:ArchiveClassesAtExit=" + half,
                "-jar",
                GateProcess.PROGRAM.toString(),
                "run"));
        ProcessBuilder run =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        run.environment().put("GATE_DATABASE_URL", database.url());
        run.environment().put("GATE_HOTFIX_DIR", hotfixes.toString());
        Process process = run.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || !Files.exists(half)) {
            return false;
        }
        Files.move(half, archive, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
