package dev.schemagate.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code builtins.txt} against the catalogs of the running server. {@code -Dsnap} takes out of it what this server does not
 * have or knows worse of; to make it anew, delete it and do so with every supported version.
 */
@EveryVersion
class BuiltInsTest {

    private static final Path FILE = Path.of("src/main/resources/dev/schemagate/sql/builtins.txt");
    private static final int WORDS_A_LINE = 12;

    /**
     * Functions that cannot be called from SQL are left out, those that run a query or a type's
     * checks by its name, and {@code timezone} of a time of day, which alone of its overloads is volatile.
     */
    private static final String QUERY = """
            select case when bool_or(provolatile = 'v') then 'volatile' when bool_or(provolatile = 's') then 'stable'
                   else 'immutable' end, proname
            from pg_proc where pronamespace = 'pg_catalog'::regnamespace and prokind in ('f', 'a', 'w')
            and proname !~ '_to_xml|^pg_input_'
            and not (proname = 'timezone' and 'timetz'::regtype = any (proargtypes::oid[]))
            and not proargtypes::oid[] && array['internal'::regtype, 'cstring'::regtype]::oid[]
            and prorettype not in ('internal'::regtype, 'cstring'::regtype, 'trigger'::regtype, 'event_trigger'::regtype)
            and prorettype::regtype::text !~ '_handler$'
            group by proname
            union all
            select distinct 'operator', oprname from pg_operator o join pg_proc p on p.oid = oprcode
            where oprnamespace = 'pg_catalog'::regnamespace
            and not exists (select from pg_operator other join pg_proc q on q.oid = other.oprcode
                            where other.oprname = o.oprname and q.provolatile = 'v')
            union all
            select distinct 'call', proname || '(' || (select coalesce(string_agg(case when typname ~ '^any.*(range|array|enum)$' and provariadic = 0 then typname
                   when typtype = 'p' or provariadic <> 0 and at = pronargs then '*' else typname end, ',' order by at), '') from unnest(proargtypes) with ordinality as a (type, at) join pg_type on pg_type.oid = type) || ')'
            from pg_proc p where pronamespace = 'pg_catalog'::regnamespace and prokind in ('f', 'a', 'w')
            and not proargtypes::oid[] && array['internal'::regtype, 'cstring'::regtype]::oid[]
            and not exists (select from pg_proc q where q.proname = p.proname and q.pronamespace = p.pronamespace and q.provolatile = 'v'
                            and not (q.proname = 'timezone' and 'timetz'::regtype = any (q.proargtypes::oid[])))
            union all
            select distinct 'call', oprname || '(' || coalesce((select case when typtype = 'p' and typname !~ '^any.*(range|array|enum)$' then '*' else typname end || ',' from pg_type t where t.oid = oprleft), '')
                   || (select case when typtype = 'p' and typname !~ '^any.*(range|array|enum)$' then '*' else typname end from pg_type t where t.oid = oprright) || ')'
            from pg_operator where oprnamespace = 'pg_catalog'::regnamespace
            union all
            select 'type', typname from pg_type where typnamespace = 'pg_catalog'::regnamespace
            and typtype in ('b', 'r', 'm', 'p') and typelem = 0 or oid in ('name'::regtype, 'point'::regtype, 'box'::regtype,
                'lseg'::regtype, 'line'::regtype, 'int2vector'::regtype, 'oidvector'::regtype)
            union all
            select 'relation', relname from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind in ('r', 'v')
            """;

    private static Map<String, Set<String>> server;

    @BeforeAll
    static void ask() throws SQLException {
        server = new TreeMap<>();
        try (Connection connection = PostgresServer.shared().newDatabase().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                server.computeIfAbsent(row.getString(1), kind -> new TreeSet<>())
                        .add(row.getString(2));
            }
        }
    }

    @Test
    void promises_nothing_that_this_server_does_not_keep() throws IOException {
        if (System.getProperty("snap") != null) {
            Files.write(FILE, written());
        }
        for (String line : Files.readAllLines(FILE)) {
            List<String> words = List.of(line.split(" "));
            assertThat(kept(words.get(0))).as(words.get(0)).containsAll(words.subList(1, words.size()));
        }
    }

    @Test
    void knows_what_is_volatile_stable_and_constant() {
        assertThat(BuiltIns.volatility(QualifiedName.unqualified("nextval"))).isEqualTo(Expression.Volatility.VOLATILE);
        assertThat(BuiltIns.volatility(QualifiedName.unqualified("to_char"))).isEqualTo(Expression.Volatility.STABLE);
        assertThat(BuiltIns.volatility(QualifiedName.unqualified("lower"))).isEqualTo(Expression.Volatility.CONSTANT);
        assertThat(BuiltIns.volatility(new QualifiedName("public", "lower"))).isEqualTo(Expression.Volatility.VOLATILE);
    }

    @Test
    void knows_no_function_that_acts() {
        for (String name : List.of(
                "nextval",
                "setval",
                "pg_sleep",
                "set_config",
                "pg_notify",
                "query_to_xml",
                "lo_unlink",
                "pg_terminate_backend",
                "pg_advisory_lock",
                "table_to_xml",
                "ts_stat",
                "lo_import",
                "dblink")) {
            assertThat(BuiltIns.harmless(QualifiedName.unqualified(name)))
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void takes_no_other_view_for_a_catalog() {
        assertThat(BuiltIns.relation("pg_constraint")).isTrue();
        assertThat(BuiltIns.relation("pg_evil")).isFalse();
    }

    @Test
    void knows_what_its_functions_and_operators_are_called_with() {
        assertThat(BuiltIns.takes("lower", Arrays.asList("text"))).isTrue();
        assertThat(BuiltIns.takes("lower", Arrays.asList((String) null))).isTrue();
        assertThat(BuiltIns.takes("lower", Arrays.asList("mood"))).isFalse();
        assertThat(BuiltIns.takes("lower", Arrays.asList("int4"))).isFalse();
        assertThat(BuiltIns.takes("lower", Arrays.asList("int4range"))).isTrue();
        assertThat(BuiltIns.takes("to_timestamp", Arrays.asList("int4"))).isTrue();
        assertThat(BuiltIns.takes("concat", Arrays.asList("text", "int4", "date")))
                .isTrue();
        assertThat(BuiltIns.takes("+", Arrays.asList("int4", "int4"))).isTrue();
        assertThat(BuiltIns.takes("@@@", Arrays.asList("int4", "int4"))).isFalse();
    }

    /** What this server has of a kind; what is stable in the file may be immutable there. */
    private static Set<String> kept(String kind) {
        Set<String> names = new TreeSet<>(server.get(kind));
        if (kind.equals("stable")) {
            names.addAll(server.get("immutable"));
        }
        return names;
    }

    private static List<String> written() throws IOException {
        Map<String, Set<String>> names = new TreeMap<>(server);
        names.remove("volatile");
        if (Files.exists(FILE)) {
            names.clear();
            for (String line : Files.readAllLines(FILE)) {
                List<String> words = List.of(line.split(" "));
                for (String name : words.subList(1, words.size())) {
                    String kind = words.get(0).equals("immutable")
                                    && server.get("stable").contains(name)
                            ? "stable"
                            : words.get(0);
                    if (kept(kind).contains(name)) {
                        names.computeIfAbsent(kind, key -> new TreeSet<>()).add(name);
                    }
                }
            }
        }
        List<String> lines = new ArrayList<>();
        names.forEach((kind, all) -> {
            List<String> words = List.copyOf(all);
            for (int i = 0; i < words.size(); i += WORDS_A_LINE) {
                lines.add(kind + " " + String.join(" ", words.subList(i, Math.min(words.size(), i + WORDS_A_LINE))));
            }
        });
        return lines;
    }
}
