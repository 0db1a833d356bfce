package dev.schemagate.migrate.alembic.operations;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.migrate.alembic.python.PythonException;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionScriptTest {

    private static final PolicyContext CONTEXT = PolicyContext.of("nemo", "public", Set.of("alembic_version"));

    private static final String HEAD =
            "from alembic import op\nimport sqlalchemy as sa\nfrom x import helper\n\ndef upgrade():\n";

    @Test
    void judges_operations_at_their_calls() throws PythonException {
        assertThat(findings("""
                op.add_column("users", sa.Column("a", sa.Text()))
                op.drop_column("users", "b")
                op.create_index(
                    "ix", "users", ["a"])
                op.create_table("t", sa.Column("id", sa.Integer()))
                op.create_index("ix_t", "t", ["id"])
                op.add_column("t", sa.Column("x", sa.Text()), schema="public")
                """)).containsExactly("7:5 HF010", "8:5 HF040", "12:5 HF023", "12:5 HF045");
    }

    @Test
    void judges_literal_sql_at_its_own_lines() throws PythonException {
        assertThat(findings("""
                op.execute(\"""
                    -- a comment
                    UPDATE users SET a = 1;
                      DROP TABLE orders;
                \""")
                op.execute(sa.text("ALTER TABLE users "
                                   "DROP COLUMN b"))
                op.execute("SELECT 'a")
                """))
                .containsExactly("8:9 HF014", "9:11 HF010", "11:25 HF010", "11:25 HF045", "13:24 MG024");
    }

    @Test
    void reads_a_batch_and_an_autocommit_block() throws PythonException {
        assertThat(findings("""
                with op.batch_alter_table("users") as batch_op:
                    batch_op.drop_column("a")
                    batch_op.explode()
                with op.get_context().autocommit_block():
                    op.create_index("ix", "users", ["a"], postgresql_concurrently=True)
                batch_op.drop_column("b")
                """))
                .containsExactly(
                        "7:9 HF010",
                        "8:9 MG023 not judged: batch_op.explode() is not known",
                        "11:5 MG023 not judged: what batch_op.drop_column() does, only Python knows");
    }

    @Test
    void knows_what_runs_in_alembics_transaction() throws PythonException {
        String two =
                "op.add_column('users', sa.Column('a', sa.Text()))\nop.add_column('orders', sa.Column('a', sa.Text()))\n";
        assertThat(findings(two)).containsExactly("7:5 HF045");
        assertThat(findings("with op.get_context().autocommit_block():\n" + two.indent(4)))
                .isEmpty();
        assertThat(findings("op.create_index('ix', 'users', ['a'], postgresql_concurrently=True)\n"))
                .containsExactly("6:5 MG010");
        assertThat(findings("op.execute('''SELECT 1;\nVACUUM users''')\n")).contains("7:5 MG010");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "op.execute(SQL)                                    | 6:16 | the SQL is no literal",
                "op.execute('DELETE FROM ' + t)                     | 6:16 | the SQL is no literal",
                "op.execute(f'DELETE FROM {t}')                     | 6:16 | the SQL is no literal",
                "op.execute('SELECT :x')                            | 6:16 | the SQL has a parameter, such as :name; write \\: for"
                        + " a colon",
                "op.drop_column('users', name)                      | 6:29 | column_name is no literal",
                "op.drop_column(*args)                              | 6:5  | only Python knows what it does",
                "op.drop_column('users', 'a', **kw)                 | 6:5  | only Python knows what it does",
                "op.drop_column('users', 'a', mystery=1)            | 6:42 | what mystery does in op.drop_column is not known",
                "op.add_column('u', sa.Column('a', helper.Type()))  | 6:39 | the type helper.Type is not SQLAlchemy's",
                "op.add_column('u', sa.Column('a', sa.PickleType()))| 6:39 | the type sa.PickleType is not known",
                "op.add_column('u', column)                         | 6:24 | the column is no literal",
                "op.bulk_insert(t, [])                              | 6:5  | op.bulk_insert() is not known",
                "op.get_bind().execute('x')                         | 6:5  | only Python knows what it does",
                "helper(op)                                         | 6:5  | what helper() does, only Python knows",
                "if helper: op.drop_table('t')                      | 6:5  | what 'if' makes of it, only Python knows",
                "conn = helper(op.get_bind())                       | 6:5  | what the assignment does, only Python knows",
                "with helper(): op.drop_table('t')                  | 6:5  | what 'with' makes of it, only Python knows",
                "[op.drop_table(t) for t in ts]                     | 6:5  | only Python knows what it does",
                "op = helper                                        | -    | -",
                "conn = op.get_bind(); print('x'); 'string'; ...    | -    | -"
            })
    void says_what_it_cannot_judge(String statement, String place, String why) throws PythonException {
        List<Finding> found =
                RevisionScript.read("r.py", HEAD + "    " + statement + "\n").findings(CONTEXT);

        if (place.equals("-")) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.describe()).isEqualTo("r.py:" + place + ": MG023 not judged: " + why);
                assertThat(finding.isError()).isFalse();
            });
        }
    }

    @Test
    void does_not_take_a_name_for_what_it_no_longer_means() throws PythonException {
        assertThat(findings("op = helper\nop.drop_table('t')\n"))
                .containsExactly("7:5 MG023 not judged: what op.drop_table() does, only Python knows");
        assertThat(describe("def upgrade():\n    op.drop_table('t')\n"))
                .containsExactly("2:5 MG023 not judged: what op.drop_table() does, only Python knows");
        assertThat(describe("from alembic.op import drop_table as d\ndef upgrade(): d('t')\n"))
                .containsExactly("2:16 HF010");
        assertThat(describe("x = 1\n"))
                .containsExactly("1:1 MG023 not judged: there is no upgrade() that can be read without Python");
        assertThat(describe("from alembic import op\ndef upgrade(op): op.drop_table('t')\n"))
                .hasSize(1);
        assertThat(describe("@helper\ndef upgrade(): pass\n")).hasSize(1);
    }

    @Test
    void blames_no_index_on_a_table_that_is_new_though_its_columns_are_not_known() throws PythonException {
        assertThat(findings("op.create_table('t', *columns, schema=None)\nop.create_index('ix', 't', ['id'])\n"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("6:5 MG023");
        assertThat(findings("op.create_table('t', columns())\nop.create_index('ix', 't', ['id'])\n"))
                .containsExactly("6:26 MG023 not judged: what it makes of the table is not known");
    }

    @Test
    void takes_acknowledgements_in_comments_of_python() throws PythonException {
        assertThat(findings("""
                # gate: allow HF040 the table is empty
                op.create_index("ix", "users", ["a"])
                # Two statements, one reason.
                # gate: allow HF031 no old code writes it
                # gate: allow keep-rows no rows are there
                op.execute("UPDATE users SET a = 1; ALTER TABLE users ALTER COLUMN a SET NOT NULL")
                """)).isEmpty();
        assertThat(findings("""
                # gate: allow HF040
                op.create_index("ix", "users", ["a"])

                # gate: allow HF040 not above its call

                op.create_index("ix2", "users", ["a"])  # gate: allow HF040 behind it
                # gate: allow HF031 has no effect
                op.execute("SELECT 1; SELECT 2")
                """))
                .containsExactly("6:5 HF080", "7:5 HF040", "9:5 HF081", "11:5 HF040", "11:45 HF081", "12:5 HF081");
    }

    @Test
    void declares_contracts() throws PythonException {
        RevisionScript script = RevisionScript.read(
                "r.py",
                "# gate: contract nemo.users.legacy unused since 41\n" + HEAD
                        + "    op.drop_column('users', 'legacy')\n"
                        + "    # gate: retire nemo.users.other not read any more\n");

        assertThat(script.findings(CONTEXT)).isEmpty();
        assertThat(script.declarations(CONTEXT))
                .extracting(Declaration::name, one -> one.range().line(), Declaration::retires)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("nemo.users.legacy", 1, false),
                        org.assertj.core.groups.Tuple.tuple("nemo.users.other", 8, true));
    }

    @Test
    void advises_in_the_language_of_the_file() throws PythonException {
        Finding finding = RevisionScript.read("r.py", HEAD + "    op.create_index('ix', 'users', ['a'])\n")
                .findings(CONTEXT)
                .get(0);

        assertThat(finding.fix().text())
                .isEqualTo("with op.get_context().autocommit_block(): op.execute(\"\"\"CREATE INDEX CONCURRENTLY IF NOT"
                        + " EXISTS ix ON nemo.users (a);\"\"\")");
    }

    private static List<String> findings(String body) throws PythonException {
        return describe(HEAD + body.indent(4));
    }

    /** Place and rule; of what was not judged, the message too. */
    private static List<String> describe(String text) throws PythonException {
        return RevisionScript.read("r.py", text).findings(CONTEXT).stream()
                .map(finding -> finding.range().line() + ":" + finding.range().column() + " " + finding.rule()
                        + (finding.rule().equals("MG023") ? " " + finding.message() : ""))
                .toList();
    }
}
