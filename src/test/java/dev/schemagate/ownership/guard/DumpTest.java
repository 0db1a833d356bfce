package dev.schemagate.ownership.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A dump of a guarded database, restored with the guard in it and over one. */
@EveryVersion
class DumpTest {

    private static final Pattern MAJOR = Pattern.compile("(\\d+)\\.");
    private static final int SECONDS = 60;

    @TempDir
    Path files;

    private GuardedDatabase guarded;
    private Path dump;

    @BeforeEach
    void prepare() throws Exception {
        guarded = GuardedDatabase.create();
        int server = Integer.parseInt(guarded.database().value("SHOW server_version_num")) / 10_000;
        assumeTrue(major() >= server, "skipped: no pg_dump here that reads PostgreSQL " + server);
        dump = files.resolve("dump.sql");
    }

    private static int major() throws Exception {
        try {
            Process asked = new ProcessBuilder("pg_dump", "--version").start();
            Matcher version = MAJOR.matcher(new String(asked.getInputStream().readAllBytes()));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    private void dump(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("pg_dump", "--file", dump.toString()));
        command.addAll(List.of(options));
        command.add(guarded.database().url());
        assertThat(run(command)).isEmpty();
    }

    /** What psql complained of, line by line. */
    private List<String> restore(String url) throws Exception {
        return run(List.of("psql", "-XqAt", "--file", dump.toString(), url)).stream()
                .filter(line -> line.contains("ERROR:"))
                .toList();
    }

    private List<String> run(List<String> command) throws Exception {
        Path output = files.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        return Files.readAllLines(output);
    }

    private Inspection inspect(TestDatabase database) {
        return new Installation(TestGate.on(database.url(), files).database, guarded.script()).inspect();
    }

    @Test
    void restored_into_an_empty_database_guards_it() throws Exception {
        TestDatabase other = PostgresServer.shared().newDatabase();
        dump();

        assertThat(restore(other.url())).isEmpty();

        assertThat(inspect(other).intact()).isTrue();
        assertThatThrownBy(() -> other.execute("DROP TABLE nemo.orders"))
                .rootCause()
                .hasMessageContaining("refused");
    }

    @Test
    void cleaning_first_is_not_hindered_by_the_guard_that_is_there() throws Exception {
        dump("--clean", "--if-exists");

        assertThat(restore(guarded.database().url())).isEmpty();

        assertThat(inspect(guarded.database()).intact()).isTrue();
    }

    @Test
    void restored_by_somebody_without_the_right_all_but_the_triggers_arrives() throws Exception {
        TestDatabase other = PostgresServer.shared().newDatabase();
        String url = other.urlOfNewRole("restorer");
        other.execute("CREATE EXTENSION hstore; GRANT CREATE ON DATABASE " + other.name() + " TO restorer_"
                + other.name() + "; ALTER SCHEMA public OWNER TO restorer_" + other.name());
        dump("--no-owner", "--no-privileges");

        List<String> complaints = restore(url);

        assertThat(complaints)
                .filteredOn(line -> line.contains("permission denied to create event trigger"))
                .hasSize(7);
        assertThat(other.hasColumn("nemo", "users", "legacy")).isTrue();
    }
}
