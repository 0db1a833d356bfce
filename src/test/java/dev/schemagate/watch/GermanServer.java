package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.schemagate.testing.Ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A server that writes its log in German: Debian's, since the embedded binaries have no translations, with a locale made for it.
 * Whoever asks for it is skipped where it is not installed.
 */
final class GermanServer {

    private static final String LOCALE = "de_DE.UTF-8";

    private GermanServer() {}

    private static final class Shared {
        static final LoggingServer SERVER = start();
    }

    static LoggingServer shared() throws IOException {
        assumeTrue(
                !programs().isEmpty() && Files.exists(Path.of("/usr/share/i18n/locales/de_DE")),
                "needs Debian's packages postgresql and locales, for a server that has translations");
        return Shared.SERVER;
    }

    private static List<Path> programs() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(Path.of("/usr/lib/postgresql"))) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of("/usr/lib/postgresql"))) {
                versions.forEach(version -> found.add(version.resolve("bin")));
            }
        }
        found.removeIf(bin -> !Files.isExecutable(bin.resolve("initdb")));
        return found;
    }

    private static LoggingServer start() {
        try {
            Path bin = programs().get(0);
            Path home = Files.createTempDirectory("german-server");
            Path data = home.resolve("data");
            Path locales = Files.createDirectory(home.resolve("locales"));
            run(List.of(
                    "localedef",
                    "-i",
                    "de_DE",
                    "-f",
                    "UTF-8",
                    locales.resolve(LOCALE).toString()));
            // The server refuses to run as root.
            List<String> as = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                run(List.of("chown", "-R", "postgres", home.toString()));
                run(List.of("chmod", "755", home.toString()));
                as.addAll(List.of("runuser", "-u", "postgres", "--"));
            }
            as.addAll(List.of("env", "LOCPATH=" + locales));
            run(with(
                    as,
                    bin + "/initdb",
                    "-D",
                    data.toString(),
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--lc-messages=" + LOCALE,
                    "--no-sync"));
            int port = Ports.free();
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    """
                    port = %d
                    listen_addresses = '127.0.0.1'
                    unix_socket_directories = '%s'
                    fsync = off
                    logging_collector = on
                    log_line_prefix = '%s'
                    """.formatted(port, home, LoggingServer.PREFIX),
                    StandardOpenOption.APPEND);
            List<String> stop = with(as, bin + "/pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run(stop)));
            run(with(
                    as,
                    bin + "/pg_ctl",
                    "-D",
                    data.toString(),
                    "-l",
                    home.resolve("start.log").toString(),
                    "-w",
                    "start"));
            return LoggingServer.at(port, data, () -> run(stop));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> with(List<String> first, String... then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(then));
        return all;
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            assertThat(process.exitValue()).as("%s", command).isZero();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
