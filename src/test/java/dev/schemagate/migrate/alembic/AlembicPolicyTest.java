package dev.schemagate.migrate.alembic;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.AlembicProject;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.hotfix.ProgramDigest;
import dev.schemagate.migrate.MigrationOutlook;
import dev.schemagate.migrate.MigrationPreview;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.NeedsAlembic;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Pending revisions are judged by the SQL that Alembic prints for them, before any runs. */
@NeedsAlembic
class AlembicPolicyTest {

    @TempDir
    Path files;

    private AlembicProject project;
    private TestDatabase database;

    @BeforeEach
    void create() throws Exception {
        project = AlembicProject.in(files);
        database = project.database();
        project.sql("a1", "None", "CREATE TABLE users (id int PRIMARY KEY, name text, age int)");
        project.gate().runOnce();
    }

    @Test
    void what_breaks_old_code_is_refused_with_file_and_statement_and_nothing_runs() {
        project.sql("b2", "'a1'", "CREATE TABLE more (id int)");
        project.revision("c3", "'b2'", "op.drop_column('users', 'age')");

        project.gate()
                .assertFails(ErrorCode.MG006, "versions/c3.py:5:12: HF010 ", ": ALTER TABLE users DROP COLUMN age");

        assertThat(database.value("SELECT to_regclass('nemo.more')")).isNull();
        assertThat(project.at()).isEqualTo("a1");
    }

    @Test
    void a_fresh_schema_is_judged_for_ownership_only() {
        AlembicProject other = AlembicProject.in(files.resolve("other"));
        other.sql(
                "a1",
                "None",
                "CREATE TABLE t (id int); ALTER TABLE t DROP COLUMN id; CREATE TABLE public.stranger (id int)");

        String message = other.gate().assertFails(ErrorCode.MG006, "HF020", "CREATE TABLE public.stranger");

        assertThat(message).doesNotContain("DROP COLUMN");
    }

    @Test
    void alembics_own_statements_are_not_the_revisions_and_more_of_them_are() throws Exception {
        project.revision(
                "b2",
                "'a1'",
                "with op.get_context().autocommit_block():",
                "    op.create_index('users_name', 'users', ['name'], postgresql_concurrently=True)");
        project.gate().runOnce();
        assertThat(project.at()).isEqualTo("b2");

        project.sql("c3", "'b2'", "UPDATE alembic_version SET version_num = 'a1'");
        project.gate().assertFails(ErrorCode.MG006, "c3.py:5:12: HF021 ");
        project.sql("c3", "'b2'", "COMMIT");
        project.gate().assertFails(ErrorCode.MG006, "c3.py:5:12: HF050 ");
        assertThat(project.at()).isEqualTo("b2");
    }

    @Test
    void a_contract_in_a_comment_waits_for_who_still_uses_the_column() throws Exception {
        database.execute("CREATE VIEW nemo.ages AS SELECT age FROM nemo.users; DELETE FROM schema_gate.pod");
        project.revision("b2", "'a1'", "# gate: contract nemo.users.age unused", "op.drop_column('users', 'age')");

        project.gate().assertFails(ErrorCode.CT001, "b2.py", "contract nemo.users.age waits: view nemo.ages depends");
        database.execute("DROP VIEW nemo.ages");
        project.gate().runOnce();

        assertThat(project.at()).isEqualTo("b2");
        assertThat(database.value("SELECT declared FROM schema_gate.pod")).isEqualTo("{nemo.users.age}");
    }

    @Test
    void a_version_table_of_another_name_is_alembics_alone_too() throws Exception {
        AlembicProject other = AlembicProject.in(files.resolve("other"));
        other.env("version_table='my_version'");
        other.sql("a1", "None", "CREATE TABLE t (id int)");
        String[] named = {"gate.alembic.version-table", "my_version"};
        other.gate(named).runOnce();
        assertThat(other.database().value("SELECT version_num FROM nemo.my_version"))
                .isEqualTo("a1");

        other.sql("b2", "'a1'", "DELETE FROM my_version");

        other.gate(named).assertFails(ErrorCode.MG006, "b2.py:5:12: HF021 my_version is the ledger");
    }

    @Test
    void a_comment_of_the_revision_acknowledges_a_rule() throws Exception {
        project.write("scripts/versions/b2.py", """
                from alembic import op
                revision = "b2"
                down_revision = "a1"
                # gate: allow HF032 no two users have one name
                def upgrade():
                    with op.get_context().autocommit_block():
                        op.create_index("u", "users", ["name"], unique=True, postgresql_concurrently=True)
                """);

        project.gate().runOnce();

        assertThat(project.at()).isEqualTo("b2");
        project.revision("c3", "'b2'", "# gate: allow HF032 nobody breaks it", "op.execute('SELECT 1')");
        assertThat(findings(project.gate())).singleElement().satisfies(finding -> assertThat(finding.describe())
                .contains("c3.py:5:12", "this acknowledgement has no effect"));
    }

    @Test
    void an_env_py_without_a_url_is_told_where_the_gate_s_is() throws Exception {
        project.revision("b2", "'a1'", "pass");
        project.envFile("import os\nos.environ['NOBODY_SET_THIS_URL']\n");

        project.gate()
                .assertFails(
                        ErrorCode.MG006,
                        "MG036",
                        "KeyError: 'NOBODY_SET_THIS_URL'; let env.py take its URL from SCHEMA_GATE_DATABASE_URL");
    }

    @Test
    void what_cannot_be_looked_at_is_refused_unless_the_policy_only_warns() throws Exception {
        project.revision(
                "b2",
                "'a1'",
                "n = op.get_bind().execute(sa.text('SELECT count(*) FROM users')).scalar()",
                "assert n == 0");
        project.gate()
                .assertFails(
                        ErrorCode.MG006,
                        "b2.py:1:1: MG036 its SQL cannot be looked at before it runs: offline mode ends with 1: AttributeError");
        project.gate("gate.alembic.command", "sh migrate.sh")
                .assertFails(ErrorCode.MG006, "MG036", "(sh migrate.sh) is not Alembic's upgrade");

        project.gate("gate.policy.migrations", "warn").runOnce();

        assertThat(project.at()).isEqualTo("b2");
    }

    @Test
    void what_a_revision_prints_is_not_taken_for_sql() {
        project.revision("b2", "'a1'", "print('hello')", "op.add_column('users', sa.Column('b', sa.Integer))");

        project.gate().assertFails(ErrorCode.MG006, "b2.py:1:1: MG036", "print() is called");
    }

    @Test
    void plan_shows_pending_revisions_and_what_there_is_against_them() {
        project.revision("b2", "'a1'", "op.drop_column('users', 'age')");
        TestGate gate = project.gate();

        MigrationOutlook outlook = outlook(gate);

        assertThat(outlook.state()).startsWith("at a1; 1 revision is pending: b2 ");
        assertThat(outlook.pending()).singleElement().asString().endsWith("versions/b2.py");
        assertThat(outlook.findings()).extracting(Finding::rule).contains("HF010");
        assertThat(outlook.isRefused()).isTrue();
        assertThat(project.at()).isEqualTo("a1");
    }

    private static List<Finding> findings(TestGate gate) {
        return outlook(gate).findings();
    }

    private static MigrationOutlook outlook(TestGate gate) {
        return new MigrationPreview(gate.config, Engines.chosen(gate.config, ProgramDigest.own()), Engines.LEDGERS)
                .of(gate.database);
    }
}
