package dev.schemagate;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.hotfix.Preview;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.Advice;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A gate whose login is not who owns things: what is advised is done, word for word, and helps. */
@EveryVersion
class RolesTest {

    private static final int OPTIONS_OF_MEMBERSHIPS = 160_000;

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY, name text)");

    private TestDatabase database;
    private String url;
    private String login;
    private String owner;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
        url = database.urlOfNewRole("login");
        login = "login_" + database.name();
        owner = "owner_" + database.name();
        database.execute("CREATE ROLE " + owner + "; GRANT CREATE ON DATABASE " + database.name() + " TO " + login);
    }

    private TestGate gate(String... settings) {
        return TestGate.on(url, scene.files(), settings);
    }

    /** Follows one advice after the other; each is another one. Returns how many it took. */
    private int followUntilReady(String... settings) {
        String before = "";
        for (int followed = 0; ; followed++) {
            Throwable failure = catchThrowable(() -> gate(settings).runOnce());
            if (failure == null) {
                return followed;
            }
            assertThat(failure).isInstanceOfSatisfying(GateException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.DB006));
            assertThat(failure.getMessage()).isNotEqualTo(before);
            Advice.follow(database, failure.getMessage());
            before = failure.getMessage();
        }
    }

    @Test
    void a_login_that_inherits_nothing_migrates_as_the_role_again_and_again() throws Exception {
        database.execute("ALTER ROLE " + login + " NOINHERIT; GRANT " + owner + " TO " + login
                + "; GRANT CREATE ON DATABASE " + database.name() + " TO " + owner);
        scene.migration("V1__a.sql", "CREATE TABLE nemo.a (id bigint PRIMARY KEY, name text);");
        assertThat(gate("gate.migrate.role", owner).runOnce().ready()).isTrue();
        scene.migration("V2__b.sql", "CREATE TABLE nemo.b (id bigint PRIMARY KEY);");
        scene.migration("V3__i.sql", "CREATE INDEX CONCURRENTLY a_name ON nemo.a (name);");

        TestGate gate = gate("gate.migrate.role", owner);

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(gate.report("migrate").result().detail()).startsWith("2 migrations applied");
        assertThat(database.value(
                        "SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'nemo'"))
                .isEqualTo(owner);
        TestGate again = gate("gate.migrate.role", owner);
        assertThat(again.runOnce().ready()).isTrue();
        assertThat(again.report("migrate").result().detail()).isEqualTo("at version 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate.migrate.role", "gate.hotfix.role"})
    void a_role_that_nobody_has_made_is_made_as_advised(String key) {
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);");
        scene.migration("V1__a.sql", "CREATE TABLE nemo.a (id bigint);");
        database.execute("ALTER TABLE t OWNER TO " + owner);

        assertThat(followUntilReady(key, "new_" + database.name(), "gate.policy.migrations", "off"))
                .isLessThan(6);
    }

    @Test
    void a_membership_without_set_is_found_before_anything_is_applied_and_by_plan() throws Exception {
        assumeTrue(Integer.parseInt(database.value("SHOW server_version_num")) >= OPTIONS_OF_MEMBERSHIPS);
        database.execute("ALTER TABLE t OWNER TO " + owner + "; GRANT " + owner + " TO " + login
                + " WITH INHERIT TRUE, SET FALSE; GRANT CREATE ON SCHEMA public TO " + owner);
        scene.migration("V1__a.sql", "CREATE TABLE nemo.a (id bigint);");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_name ON t (name);");

        String message = gate().assertFails(ErrorCode.DB006, "WITH SET TRUE;");

        assertThat(database.value("SELECT to_regnamespace('nemo')")).isNull();
        assertThat(new Preview(gate().config, TestGate.NO_POLICY)
                        .of(gate().database, false)
                        .findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::message)
                .allMatch(text -> text.contains("WITH SET TRUE;"))
                .hasSize(2);
        Advice.follow(database, message);
        assertThat(gate().runOnce().ready()).isTrue();
        assertThat(new Preview(gate().config, TestGate.NO_POLICY)
                        .of(gate().database, false)
                        .needsAttention())
                .isFalse();
    }

    @Test
    void a_migrate_role_without_set_is_found_before_anything_is_applied() throws Exception {
        assumeTrue(Integer.parseInt(database.value("SHOW server_version_num")) >= OPTIONS_OF_MEMBERSHIPS);
        database.execute("GRANT " + owner + " TO " + login + " WITH INHERIT TRUE, SET FALSE");
        scene.migration("V1__a.sql", "CREATE TABLE nemo.a (id bigint);");

        assertThat(followUntilReady("gate.migrate.role", owner)).isEqualTo(2);
        assertThat(database.value("SELECT tableowner FROM pg_tables WHERE tablename = 'a'"))
                .isEqualTo(owner);
    }

    @Test
    void an_index_needs_more_than_the_table_and_one_advice_gives_it() {
        database.execute("ALTER TABLE t OWNER TO " + owner + "; GRANT " + owner + " TO " + login
                + "; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        scene.hotfix("CREATE INDEX CONCURRENTLY IF NOT EXISTS t_name ON t (name);");

        assertThat(followUntilReady()).isEqualTo(1);
    }

    @Test
    void a_role_that_may_not_act_for_the_owner_is_told_whose_member_it_must_be() {
        String patcher = "patcher_" + database.name();
        database.execute("CREATE ROLE " + patcher + " NOINHERIT; GRANT " + patcher + " TO " + login
                + "; ALTER TABLE t OWNER TO " + owner + "; GRANT USAGE, CREATE ON SCHEMA public TO " + patcher);
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");

        assertThat(followUntilReady("gate.hotfix.role", patcher)).isEqualTo(1);
    }

    @Test
    void a_login_that_becomes_another_by_itself_still_acts_as_the_owner() throws Exception {
        database.execute("ALTER TABLE t OWNER TO " + login + "; GRANT " + owner + " TO " + login + "; ALTER ROLE "
                + login + " SET role = " + owner + "; GRANT CREATE ON DATABASE " + database.name() + " TO " + owner);
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");

        assertThat(gate().runOnce().ready()).isTrue();
    }

    @Test
    void bookkeeping_that_somebody_else_has_begun_becomes_the_gates_by_one_advice() {
        database.execute("REVOKE CREATE ON DATABASE " + database.name() + " FROM " + login
                + "; CREATE SCHEMA schema_gate;" + " GRANT USAGE, CREATE ON SCHEMA schema_gate TO " + login);

        assertThat(followUntilReady()).isEqualTo(1);
    }

    @Test
    void bookkeeping_of_another_gate_becomes_this_ones_by_one_advice() throws Exception {
        scene.gate().runOnce();
        database.execute("COMMENT ON SCHEMA schema_gate IS 'Schema Gate bookkeeping, layout 1'");

        assertThat(followUntilReady()).isEqualTo(1);
    }

    @Test
    void an_owned_schema_of_somebody_else_is_opened_by_one_advice() {
        database.execute("CREATE SCHEMA nemo");
        scene.migration("V1__a.sql", "CREATE TABLE a (id bigint);");

        assertThat(followUntilReady()).isEqualTo(1);
    }
}
