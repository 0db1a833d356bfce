package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.sequence.Pass;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Another program, also another build of the same version, believes no verdict of this one. */
class ProgramDigestTest {

    @TempDir
    Path folder;

    @Test
    void the_build_has_written_it_over_all_that_was_built() throws Exception {
        Path classes = Path.of(ProgramDigest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(ProgramDigest.own()).isEqualTo(ProgramDigest.of(classes));
    }

    @Test
    void one_changed_byte_or_name_makes_another_program() throws IOException {
        Path rule = Files.writeString(
                Files.createDirectories(folder.resolve("policy")).resolve("Rule.class"), "a");
        String before = ProgramDigest.of(folder);

        Files.writeString(rule, "b");
        String changed = ProgramDigest.of(folder);
        Files.writeString(rule, "a");
        assertThat(ProgramDigest.of(folder)).isEqualTo(before).isNotEqualTo(changed);
        Files.move(rule, rule.resolveSibling("Other.class"));

        assertThat(ProgramDigest.of(folder)).isNotIn(before, changed);
    }

    @Test
    void another_program_judges_a_known_file_again() throws Exception {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        Files.writeString(
                Files.createDirectories(folder.resolve("hotfixes")).resolve("0001.sql"),
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        TestGate gate = TestGate.on(database.url(), folder);
        gate.runOnce();
        AtomicInteger asked = new AtomicInteger();
        HotfixJudge judge = new HotfixJudge(
                script -> {
                    asked.incrementAndGet();
                    return List.of();
                },
                "");

        check(gate, judge, "this");
        check(gate, judge, "this");
        assertThat(asked).hasValue(1);
        check(gate, judge, "another");

        assertThat(asked).hasValue(2);
    }

    private static void check(TestGate gate, HotfixJudge judge, String program) throws InterruptedException {
        try (Pass pass = gate.pass()) {
            new HotfixReplay(gate.config, new SplittableRandom(1), judge, program, gate.counters).prepare(pass);
        }
    }
}
