package dev.schemagate.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.db.SessionSettings.Pin;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.testing.Advice;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.RestartableServer;
import dev.schemagate.testing.Snapshot;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a role or a database sets, a file is read and run as it was judged, or not at all. */
@EveryVersion
class SessionSettingsTest {

    /** What somebody else may want instead of each pin. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("backslash_quote", "on"),
            Map.entry("escape_string_warning", "off"),
            Map.entry("client_encoding", "LATIN1"),
            Map.entry("transform_null_equals", "on"),
            Map.entry("plpgsql.variable_conflict", "use_column"),
            Map.entry("plpgsql.extra_errors", "shadowed_variables"),
            Map.entry("array_nulls", "off"),
            Map.entry("DateStyle", "SQL, DMY"),
            Map.entry("IntervalStyle", "sql_standard"),
            Map.entry("TimeZone", "Asia/Tokyo"),
            Map.entry("timezone_abbreviations", "India"),
            Map.entry("xmloption", "document"),
            Map.entry("bytea_output", "escape"),
            Map.entry("extra_float_digits", "0"),
            Map.entry("quote_all_identifiers", "on"),
            Map.entry("xmlbinary", "hex"),
            Map.entry("allow_system_table_mods", "on"),
            Map.entry("check_function_bodies", "off"),
            Map.entry("createrole_self_grant", "set"),
            Map.entry("default_table_access_method", "another"),
            Map.entry("default_tablespace", "pg_global"),
            Map.entry("gin_fuzzy_search_limit", "7"),
            Map.entry("lo_compat_privileges", "on"),
            Map.entry("restrict_nonsystem_relation_kind", "view"),
            Map.entry("temp_tablespaces", "pg_default"),
            Map.entry("event_triggers", "off"),
            Map.entry("plpgsql.check_asserts", "off"),
            Map.entry("row_security", "off"),
            Map.entry("session_replication_role", "replica"),
            Map.entry("client_connection_check_interval", "7min"),
            Map.entry("default_transaction_deferrable", "on"),
            Map.entry("default_transaction_isolation", "serializable"),
            Map.entry("default_transaction_read_only", "on"),
            Map.entry("exit_on_error", "on"),
            Map.entry("idle_in_transaction_session_timeout", "7min"),
            Map.entry("idle_session_timeout", "7min"),
            Map.entry("lock_timeout", "7min"),
            Map.entry("statement_timeout", "7min"),
            Map.entry("transaction_timeout", "7min"),
            Map.entry("track_counts", "off"),
            Map.entry("tcp_keepalives_idle", "77"),
            Map.entry("tcp_keepalives_interval", "77"),
            Map.entry("tcp_keepalives_count", "7"),
            Map.entry("tcp_user_timeout", "7min"));

    /** Those that the gate has values of its own for where a file runs. */
    private static final Set<String> LIMITS = Set.of("lock_timeout", "statement_timeout");

    /** Writes down what is set wherever a file makes something, for any session that event triggers fire in. */
    private static final String RECORDER = "CREATE ACCESS METHOD another TYPE TABLE HANDLER heap_tableam_handler;"
            + " CREATE TABLE seen (tag text, name text, value text);"
            + " CREATE FUNCTION see() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " INSERT INTO public.seen SELECT tg_tag, n, current_setting(n, true) FROM unnest('{%s}'::text[]) n; END $$;"
            + " CREATE EVENT TRIGGER see ON ddl_command_end EXECUTE FUNCTION see();";

    private static final String PAGE = """
            # Settings of the gate's sessions

            A file means what PostgreSQL's grammar and the rules read in it only while the session that runs it reads it the same way. So
            every session of a gate (hotfixes in transactions, concurrent index builds, Flyway's own, the watch) sets these, whatever the
            server, the database, the role, a pooler or an earlier file has set. What only a superuser may set and somebody has set to
            another value is refused (DB011) with the statement that takes it away.

            | setting | value | with another |
            |---|---|---|
            %s
            `search_path` is set by what the session does. These are left as they are:

            %s
            """;

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY, name text); CREATE TABLE scratch (id int)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE", "ROLE"})
    void every_session_that_runs_files_has_the_pins(String whose) throws Exception {
        scene.hotfix("0001.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);");
        scene.hotfix("0003.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
        scene.migration(
                "V1__users.sql",
                "CREATE TABLE users (id bigint);\nRESET ALL;\nSELECT set_config('xmloption', 'document', false);");
        scene.migration("V2__more.sql", "CREATE TABLE more (id bigint);");
        scene.migration("V3__index.sql", "CREATE INDEX CONCURRENTLY users_id ON users (id);");
        database.execute(RECORDER.formatted(String.join(",", OTHERWISE.keySet())));
        String url = database.urlOfNewRole("chief");
        String chief = "chief_" + database.name();
        database.execute("ALTER ROLE " + chief + " SUPERUSER");
        setOtherwise(whose.equals("ROLE") ? "ROLE " + chief : "DATABASE " + database.name());

        assertThat(TestGate.on(url, scene.files()).runOnce().ready()).isTrue();

        assertThat(database.value("SELECT string_agg(DISTINCT tag, ',' ORDER BY tag) FROM seen"))
                .isEqualTo(
                        "ALTER TABLE,COMMENT,CREATE FUNCTION,CREATE INDEX,CREATE SCHEMA,CREATE TABLE,CREATE TRIGGER");
        for (Pin pin : SessionSettings.PINS) {
            if (!LIMITS.contains(pin.name())) {
                assertThat(database.value("SELECT string_agg(DISTINCT value, ' or ') FROM seen WHERE name = '"
                                + pin.name() + "' HAVING count(value) > 0"))
                        .as(pin.name())
                        .isIn(pin.value(), null);
            }
        }
    }

    private void setOtherwise(String whose) {
        Stream<String> known = OTHERWISE.keySet().stream()
                .filter(name -> name.startsWith("plpgsql.")
                        || database.value("SELECT current_setting('" + name + "', true)") != null);
        database.execute(known.map(name -> "ALTER " + whose + " SET " + name + " = "
                        + Identifiers.literal(OTHERWISE.get(name)).replace("'SQL, DMY'", "SQL, DMY"))
                .collect(Collectors.joining("; ")));
    }

    @Test
    void what_hides_behind_a_backslash_stays_hidden() throws Exception {
        String hidden = "'\\'' ; DROP TABLE public.scratch; --';";
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint);");
        scene.migration("V2__note.sql", "ALTER TABLE users ADD COLUMN note text DEFAULT " + hidden);
        scene.hotfix("0001.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_i ON t (name) WHERE name <> " + hidden);
        scene.hotfix("0002.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS path text DEFAULT 'C:\\new\\table';");
        database.execute("ALTER DATABASE " + database.name() + " SET standard_conforming_strings = off");

        TestGate gate = scene.gate();
        gate.runOnce();

        database.execute("ALTER DATABASE " + database.name() + " RESET standard_conforming_strings");
        assertThat(database.value("SELECT to_regclass('scratch')")).isEqualTo("scratch");
        assertThat(database.value("INSERT INTO t (id) VALUES (1) RETURNING path"))
                .isEqualTo("C:\\new\\table");
        assertThat(database.value("INSERT INTO nemo.users (id) VALUES (1) RETURNING note"))
                .isEqualTo("\\' ; DROP TABLE public.scratch; --");
    }

    @Test
    void a_file_that_moves_the_end_of_strings_is_still_read_as_it_was_judged() throws Exception {
        scene.migration(
                "V1__users.sql",
                "CREATE TABLE users (id bigint);\nSELECT set_config('standard_conforming_strings', 'off', false);\n"
                        + "ALTER TABLE users ADD COLUMN path text DEFAULT 'C:\\new';");

        scene.gate("gate.policy.migrations", "off").runOnce();

        assertThat(database.value("INSERT INTO nemo.users (id) VALUES (1) RETURNING path"))
                .isEqualTo("C:\\new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLE %2$s", "DATABASE %1$s", "ROLE %2$s IN DATABASE %1$s"})
    void what_only_a_superuser_may_set_is_refused_with_what_takes_it_away(String whose) throws Exception {
        String url = database.urlOfNewRole("login");
        String login = "login_" + database.name();
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + login);
        String alter = "ALTER " + whose.formatted(database.name(), login);
        database.execute(alter + " SET session_replication_role = replica; " + alter
                + " SET plpgsql.variable_conflict = use_column");

        Advice.follow(
                database,
                TestGate.on(url, scene.files())
                        .assertFails(
                                ErrorCode.DB011,
                                "session_replication_role is replica",
                                "variable_conflict is use_column"));

        assertThat(TestGate.on(url, scene.files()).runOnce().ready()).isTrue();
    }

    @Test
    void what_the_whole_server_sets_is_refused_with_what_takes_it_away() throws Exception {
        try (RestartableServer server = new RestartableServer()) {
            server.start();
            TestDatabase own = server.newDatabase();
            own.execute("CREATE ROLE login LOGIN; GRANT CREATE ON DATABASE " + own.name() + " TO login");
            String url = own.url().replaceFirst("//[^@]*@", "//login@");
            own.execute("ALTER ROLE ALL SET session_replication_role = replica");
            Advice.follow(
                    own,
                    TestGate.on(url, scene.files())
                            .assertFails(ErrorCode.DB011, "session_replication_role is replica (global)"));
            for (String sql : List.of("ALTER SYSTEM SET lo_compat_privileges = on", "SELECT pg_reload_conf()")) {
                own.execute(sql);
            }
            Advice.follow(
                    own,
                    TestGate.on(url, scene.files())
                            .assertFails(ErrorCode.DB011, "lo_compat_privileges is on (configuration file)"));

            assertThat(TestGate.on(url, scene.files()).runOnce().ready()).isTrue();
        }
    }

    @Test
    void a_database_that_only_reads_by_default_is_migrated() throws Exception {
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint);");

        assertThat(scene.gate().runOnce().ready()).isTrue();
    }

    @Test
    void every_setting_that_a_session_may_change_is_decided() throws Exception {
        Set<String> undecided = new TreeSet<>(Arrays.asList(
                database.value("SELECT string_agg(name, ' ') FROM pg_settings WHERE name !~ '\\.' AND context IN"
                                + " ('user', 'superuser', 'backend', 'superuser-backend')")
                        .split(" ")));
        Set<String> pinned = SessionSettings.PINS.stream().map(Pin::name).collect(Collectors.toSet());

        undecided.removeAll(pinned);
        undecided.removeAll(left());

        assertThat(undecided).isEmpty();
        assertThat(left()).doesNotContainAnyElementsOf(pinned);
        assertThat(new TreeMap<>(OTHERWISE).keySet()).isEqualTo(new TreeSet<>(pinned));
    }

    @Test
    void the_page_shows_what_is_pinned_and_what_is_left() throws Exception {
        String pins = SessionSettings.PINS.stream()
                .map(pin -> "| `" + pin.name() + "` | " + (pin.value().isEmpty() ? "(empty)" : "`" + pin.value() + "`")
                        + " | " + pin.why() + " |\n")
                .collect(Collectors.joining());
        String left = leftList()
                .skip(3)
                .map(line -> line.startsWith("# ") ? "**" + line.substring(2) + "**" : line)
                .collect(Collectors.joining("\n"));

        Snapshot.file("docs/session-settings.md").matches(PAGE.formatted(pins, left));
    }

    private static Set<String> left() throws IOException {
        return leftList()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .collect(Collectors.toSet());
    }

    private static Stream<String> leftList() throws IOException {
        try (InputStream in = SessionSettingsTest.class.getResourceAsStream("left-settings.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
