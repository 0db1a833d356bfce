package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.plan.Verdict;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
@EveryVersion
class PreviewTest {

    @TempDir
    Path files;

    @Test
    void says_what_a_start_would_do_and_leaves_no_trace() throws Exception {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a text, b int)");
        Files.writeString(
                Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"),
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;\n"
                        + "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text;\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);");
        TestGate gate = TestGate.on(database.url(), files);

        List<Preview.Line> lines =
                new Preview(gate.config, HotfixJudge.NONE).of(gate.database).lines();

        assertThat(lines)
                .extracting(Preview.Line::verdict)
                .containsExactly(Verdict.SATISFIED, Verdict.CONFLICT, Verdict.MISSING, Verdict.MISSING);
        assertThat(lines.get(0).locks()).isEmpty();
        assertThat(lines.get(2).locks()).containsExactly("ACCESS EXCLUSIVE on public.t");
        assertThat(lines.get(3).locks()).containsExactly("SHARE UPDATE EXCLUSIVE on public.t");
        assertThat(database.value("SELECT to_regnamespace('schema_gate')")).isNull();
    }
}
