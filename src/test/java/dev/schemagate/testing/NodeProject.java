package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A folder of sources with a {@code package-lock.json}, installed by npm outside of the source tree. */
final class NodeProject {

    private static final long LIMIT_SECONDS = 60;

    private NodeProject() {}

    /**
     * Copies the files and fetches what they need; once for all processes of the tests, since npm begins by emptying the folder. Where
     * npm cannot, the test is skipped, in words.
     *
     * @param source a folder below {@code src/test}
     * @return where {@code node} finds all
     */
    static Path installed(Path source) {
        Path folder = Path.of("target", "node", source.getFileName().toString());
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                assumeTrue(held.isValid() && copyAndInstall(source, folder), "skipped: npm cannot install " + source);
                return folder;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean copyAndInstall(Path source, Path folder) throws IOException, InterruptedException {
        Path wanted = source.resolve("package-lock.json");
        Path marker = folder.resolve("installed.json");
        boolean done = Files.exists(marker) && Files.mismatch(marker, wanted) < 0;
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!done && !install(folder)) {
            return false;
        }
        Files.copy(wanted, marker, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static boolean install(Path folder) throws InterruptedException {
        try {
            Process npm = new ProcessBuilder(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = npm.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            npm.destroyForcibly();
            return ended && npm.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
