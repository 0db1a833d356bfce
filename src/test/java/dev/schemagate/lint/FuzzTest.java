package dev.schemagate.lint;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.SourceRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Broken and odd files, by chance: none may end the check, none may cost another file its findings, and every finding lies
 * within its file. {@code -Dfuzz.files} and {@code -Dfuzz.seed} ask for more, or for others.
 */
class FuzzTest {

    private static final int FILES = Integer.getInteger("fuzz.files", 600);
    private static final long SEED = Long.getLong("fuzz.seed", 20261126);

    private static final Input SENTINEL =
            new Input("sentinel.sql", FileKind.HOTFIX, bytes("DROP TABLE sentinel;"), "sentinel");

    private static final List<String> GOOD = List.of(
            "ALTER TABLE \"Tax\" ADD COLUMN IF NOT EXISTS rate numeric DEFAULT 0 NOT NULL; -- gate: allow HF041 forty rows\n",
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON public.\"Tax\" (lower(name) COLLATE \"C\" DESC) WHERE rate > 1e3;",
            "DO $$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'k') THEN\n    ALTER TABLE t ADD CONSTRAINT k"
                    + " FOREIGN KEY (a) REFERENCES u (id) NOT VALID;\n  END IF;\n  PERFORM f('ä');\nEND $$;\n",
            "CREATE FUNCTION g(a int) RETURNS int LANGUAGE plpgsql AS $f$ DECLARE x int := 1; BEGIN FOR x IN 1..3 LOOP"
                    + " EXECUTE 'DROP TABLE ' || a; END LOOP; RETURN x; EXCEPTION WHEN OTHERS THEN NULL; END $f$;",
            "INSERT INTO t (a, b) VALUES (1, E'\\\\x\\'') ON CONFLICT (a) DO NOTHING;\nCOMMENT ON TABLE t IS U&'\\00e4';\n",
            "/* a /* b */ c */ COPY t FROM stdin;\n1\t2\n\\.\n\\d t\nVALUES (1);");

    private static final List<String> ODD = List.of(
            "\0",
            "\r",
            "\u000b",
            "\u00a0",
            "\u2028",
            "\ufeff",
            "😀",
            "👨‍👩‍👧‍👦",
            "列名",
            "\u0301",
            "'",
            "\"",
            "$$",
            "$a$",
            "/*",
            "*/",
            "--",
            "\\",
            ";",
            "(",
            ")",
            "[",
            "E'",
            "U&\"",
            "${",
            "{{",
            "-- gate: allow ",
            "BEGIN ATOMIC ",
            "\n");

    private final Random random = new Random(SEED);

    @Test
    void sql_ends_no_check() {
        Linter linter = linter();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = mutated(GOOD.get(random.nextInt(GOOD.size())));
            FileKind kind = FileKind.values()[random.nextInt(FileKind.values().length)];
            LintReport report = linter.lint(List.of(new Input("a.sql", kind, bytes, "a"), SENTINEL));

            check(report, i);
        }
    }

    private static Linter linter() {
        return new Linter(
                PolicyContext.of("nemo", "public", Engines.LEDGERS),
                Placeholders.offline(Map.of(), "nemo", Optional.empty()));
    }

    private void check(LintReport report, int number) {
        String text = report.texts().get("a.sql");
        String seed = "seed " + SEED + " file " + number + ": " + text;
        assertThat(report.findings()).as(seed).noneMatch(Unchecked::is);
        assertThat(report.findings()).as(seed).anyMatch(finding -> finding.file()
                .equals("sentinel.sql"));
        for (Finding finding : report.findings()) {
            if (finding.file().equals("a.sql")) {
                SourceRange range = finding.range();
                assertThat(range.offset()).as(seed).isBetween(0, text.length());
                assertThat(range.end()).as(seed).isBetween(range.offset(), text.length());
                assertThat(range.line())
                        .as(seed)
                        .isEqualTo(1
                                + (int) text.substring(0, range.offset())
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count());
            }
        }
        for (Format format : Format.values()) {
            StringWriter out = new StringWriter();
            format.write(report, new PrintWriter(out));
            assertThat(out.toString()).as(seed).contains("sentinel");
        }
    }

    private byte[] mutated(String good) {
        StringBuilder text = new StringBuilder(good);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(7)) {
                case 0 -> text.setLength(at);
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                case 2 -> text.insert(at, ODD.get(random.nextInt(ODD.size())));
                case 3 -> text.insert(at, ODD.get(random.nextInt(ODD.size())).repeat(random.nextInt(3_000)));
                case 4 -> text.insert(at, "'" + "ü".repeat(random.nextInt(5_000)) + "'");
                case 5 -> text.insert(at, "(SELECT ".repeat(random.nextInt(300)));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        byte[] bytes = bytes(text.toString());
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    @Test
    void revisions_end_no_check() {
        List<String> good = List.of(
                "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n\ndef upgrade():\n"
                        + "    # gate: allow HF040 few rows\n    op.create_index(op.f('ix'), 'users', ['a', sa.text('lower(b)')])\n"
                        + "    op.add_column('users', sa.Column('c', sa.Numeric(10, 2), server_default=sa.text('0')))\n",
                "# gate: contract nemo.t.a b\nfrom alembic import op as o\nrevision = 'b'\ndown_revision = 'a'\n"
                        + "def upgrade(): o.execute(\"\"\"UPDATE t SET a = 'ä\\n' ;\n DROP TABLE \\x74; -- gate: allow HF031 x\n\"\"\")\n",
                "from alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n  with op.batch_alter_table('t') as b:\n"
                        + "    b.alter_column('x', nullable=False, type_=sa.ARRAY(sa.String(3)))\n    if b:\n      pass\n"
                        + "  with op.get_context().autocommit_block(): op.drop_table('t')\n  x = {'a': [1, (2, -3)]}; op.f(*x)\n");
        Linter linter = linter();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = mutated(good.get(random.nextInt(good.size())));

            check(linter.lint(List.of(new Input("a.sql", FileKind.REVISION, bytes, "a"), SENTINEL)), i);
        }
    }

    @Test
    void manifests_end_no_check() {
        List<String> good = List.of(
                "spec:\n  containers:\n  - args: [\"--use_prisma_db_push\"]\n    env:\n    - {name: A, value: 'x'}\n",
                "data:\n  config.yaml: |\n    a: {b: \"c: d\"}\n  start.sh: |\n    #!/bin/sh\n    cat <<E\n    x\n    E\n");
        Linter linter = linter();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = mutated(good.get(random.nextInt(good.size())));
            List<Input> inputs =
                    new ArrayList<>(List.of(new Input("a.sql", FileKind.DEPLOYMENT, bytes, "a"), SENTINEL));

            check(linter.lint(inputs), i);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
