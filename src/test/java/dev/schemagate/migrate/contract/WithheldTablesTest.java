package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.sql.QualifiedName;
import dev.schemagate.testing.CuttingProxy;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Privileges that are taken come back as they were, wherever the gate dies. */
@EveryVersion
class WithheldTablesTest {

    private static final QualifiedName USERS = new QualifiedName("nemo", "users");
    private static final List<String> LEGACY = List.of("legacy");

    /** What everybody may do, whether it is written down or the default. */
    private static final String PRIVILEGES = """
            SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                SELECT concat_ws(' ', coalesce(nullif(x.grantee, 0)::regrole::text, 'PUBLIC'), x.privilege_type, x.is_grantable) AS line
                FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) x WHERE c.oid = 'nemo.users'::regclass
                UNION ALL
                SELECT concat_ws(' ', a.attname, x.grantee::regrole, x.privilege_type, x.is_grantable)
                FROM pg_attribute a, aclexplode(a.attacl) x WHERE a.attrelid = 'nemo.users'::regclass AND NOT a.attisdropped) lines
            """;

    private TestDatabase database;
    private WithheldTables tables;
    private String app;
    private String before;

    @BeforeEach
    void privileges() {
        database = PostgresServer.shared().newDatabase();
        database.execute(LoggingServer.bookkeeping());
        app = "app_" + database.name();
        database.execute(
                "CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int PRIMARY KEY, name text, legacy text, \"A b\" int);"
                        + "INSERT INTO nemo.users VALUES (1, 'a', 'b', 2);"
                        + "CREATE ROLE " + app + " LOGIN PASSWORD 'x'; CREATE ROLE part_" + app + "; CREATE ROLE owner_"
                        + app
                        + "; GRANT USAGE ON SCHEMA nemo TO PUBLIC, " + app + "; ALTER TABLE nemo.users OWNER TO owner_"
                        + app
                        + "; GRANT SELECT, INSERT, UPDATE, DELETE, REFERENCES ON nemo.users TO " + app
                        + "; GRANT SELECT ON nemo.users TO PUBLIC; GRANT UPDATE ON nemo.users TO part_" + app
                        + " WITH GRANT OPTION; GRANT SELECT (id, legacy), INSERT (legacy) ON nemo.users TO part_"
                        + app);
        tables = new WithheldTables("schema_gate", Optional.empty(), "test");
        before = database.value(PRIVILEGES);
        assertThat(before).contains("legacy part_" + app + " INSERT f", "part_" + app + " UPDATE t", "PUBLIC SELECT f");
    }

    private String asApp(String sql) {
        try (Connection session = DriverManager.getConnection(
                        "jdbc:postgresql://" + database.server().host() + ":"
                                + database.server().port() + "/" + database.name(),
                        app,
                        "x");
                java.sql.Statement statement = session.createStatement()) {
            statement.execute(sql);
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private void withhold() throws SQLException {
        try (Connection session = database.connect()) {
            tables.withhold(session, USERS, LEGACY);
        }
    }

    private void giveBack() throws SQLException {
        try (Connection session = database.connect()) {
            tables.giveBack(session);
            assertThat(tables.any(session)).isFalse();
        }
    }

    @Test
    void only_the_column_is_withheld_and_all_comes_back() throws Exception {
        withhold();

        assertThat(asApp("SELECT legacy FROM nemo.users")).isEqualTo("42501");
        assertThat(asApp("UPDATE nemo.users SET legacy = 'x'")).isEqualTo("42501");
        assertThat(asApp("INSERT INTO nemo.users (id, legacy) VALUES (3, 'x')")).isEqualTo("42501");
        assertThat(asApp("SELECT id, name, \"A b\" FROM nemo.users FOR UPDATE")).isEqualTo("00000");
        assertThat(asApp("INSERT INTO nemo.users (id, name) VALUES (2, 'x') ON CONFLICT (id) DO UPDATE SET name = 'y'"))
                .isEqualTo("00000");
        assertThat(asApp("DELETE FROM nemo.users WHERE id = 2")).isEqualTo("00000");
        assertThat(database.value("SELECT has_column_privilege('owner_" + app + "', 'nemo.users', 'legacy', 'SELECT')"
                        + " OR has_column_privilege('part_" + app + "', 'nemo.users', 'legacy', 'INSERT')"))
                .isEqualTo("f");

        giveBack();

        assertThat(database.value(PRIVILEGES)).isEqualTo(before);
        assertThat(asApp("SELECT * FROM nemo.users")).isEqualTo("00000");
    }

    @Test
    void what_was_granted_or_added_meanwhile_stays_and_is_readable() throws Exception {
        withhold();
        database.execute("ALTER TABLE nemo.users ADD COLUMN fresh text; GRANT UPDATE (fresh) ON nemo.users TO part_"
                + app + "; GRANT INSERT ON nemo.users TO PUBLIC");
        assertThat(asApp("SELECT fresh FROM nemo.users")).isEqualTo("42501");

        try (Connection session = database.connect()) {
            tables.grantAdded(session, USERS);
        }
        assertThat(asApp("SELECT fresh FROM nemo.users")).isEqualTo("00000");
        assertThat(asApp("UPDATE nemo.users SET fresh = '1'")).isEqualTo("00000");
        assertThat(asApp("SELECT legacy FROM nemo.users")).isEqualTo("42501");
        giveBack();

        assertThat(database.value(PRIVILEGES).lines().filter(line -> !line.startsWith("fresh ")))
                .containsAll(before.lines().toList())
                .contains("PUBLIC INSERT f");
    }

    @Test
    void after_the_column_a_role_or_the_table_is_gone_the_rest_comes_back() throws Exception {
        withhold();
        database.execute(
                "ALTER TABLE nemo.users DROP COLUMN legacy; DROP OWNED BY part_" + app + "; DROP ROLE part_" + app);
        giveBack();
        assertThat(asApp("SELECT * FROM nemo.users")).isEqualTo("00000");

        database.execute("ALTER TABLE nemo.users ADD COLUMN legacy text");
        withhold();
        database.execute("DROP TABLE nemo.users");
        giveBack();
    }

    @Test
    void privileges_that_somebody_else_has_passed_on_are_left_alone() throws Exception {
        database.execute("SET ROLE part_" + app + "; GRANT UPDATE ON nemo.users TO " + app);
        before = database.value(PRIVILEGES);

        assertThatThrownBy(this::withhold)
                .hasMessageContaining("role part_" + app + " has passed a privilege on to \"" + app + "\"");

        assertThat(database.value(PRIVILEGES)).isEqualTo(before);
        giveBack();
    }

    @Test
    void a_login_that_cannot_take_them_changes_nothing() throws Exception {
        database.execute("GRANT USAGE ON SCHEMA schema_gate TO " + app
                + "; GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO " + app);
        try (Connection session = DriverManager.getConnection(
                "jdbc:postgresql://" + database.server().host() + ":"
                        + database.server().port() + "/" + database.name(),
                app,
                "x")) {
            assertThatThrownBy(() -> tables.withhold(session, USERS, LEGACY))
                    .hasMessageContaining("cannot be withheld");
        }

        assertThat(database.value(PRIVILEGES)).isEqualTo(before);
        giveBack();
    }

    @Test
    void wherever_the_session_is_lost_the_next_gate_gives_all_back() throws Exception {
        int points = 0;
        for (int point = 0; point <= points; point++) {
            try (CuttingProxy proxy = CuttingProxy.before(database, point, () -> {})) {
                String url = proxy.url().replaceFirst("postgresql://[^@]*@", "jdbc:postgresql://")
                        + "?user=" + database.server().user() + "&password="
                        + database.server().password();
                try (Connection session = DriverManager.getConnection(url)) {
                    tables.withhold(session, USERS, LEGACY);
                    tables.grantAdded(session, USERS);
                    tables.giveBack(session);
                } catch (SQLException cut) {
                    assertThat(point).isPositive();
                }
                points = point == 0 ? proxy.points() : points;
            }
            org.awaitility.Awaitility.await().until(() -> database.value(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND pid <> pg_backend_pid() AND query ~ 'soft_drop|REVOKE|GRANT'")
                    .equals("0"));

            giveBack();

            assertThat(database.value(PRIVILEGES)).as("point " + point).isEqualTo(before);
        }
        assertThat(points).isGreaterThan(30);
    }
}
