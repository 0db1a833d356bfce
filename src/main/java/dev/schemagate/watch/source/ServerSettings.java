package dev.schemagate.watch.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LinePrefix;
import dev.schemagate.watch.record.LogTime;

/**
 * How the server logs, and what this login may see of it. Looked at again when {@link #VERSION} changes, since most of it needs only a
 * reload.
 *
 * @param verbose whether every message tells its SQLSTATE, whichever role it is of
 * @param filtered who would not get an error into the log: the server, the database or roles whose {@code log_min_messages}
 *     is above {@code error}
 * @param translated who does not get the server's messages in English, by whose words an app's own log is read
 * @param access how the log directory may be read
 * @param address our own address as the server sees it; empty through a socket
 * @param version the value of {@link #VERSION} then
 * @param provider who runs the server
 */
public record ServerSettings(
        boolean collected,
        String destination,
        LinePrefix prefix,
        boolean verbose,
        String timezone,
        boolean hostnames,
        List<String> filtered,
        List<String> translated,
        Access access,
        String user,
        String database,
        String address,
        boolean readsAllStats,
        String version,
        Provider provider) {

    /** How the server's log directory may be read. */
    public enum Access {
        /** Through the function that {@code guard sql --log-reader} prints. */
        READER,
        /** Through PostgreSQL's own functions. */
        DIRECT,
        NONE
    }

    /** An expression that changes with the server's configuration, and with what a database or a role sets for its log. */
    static final String VERSION = "concat(pg_conf_load_time(), (SELECT md5(string_agg(s::text, ',' ORDER BY s::text))"
            + " FROM pg_db_role_setting s WHERE s.setconfig::text ~ 'log_|lc_messages'))";

    private static final Set<String> LETS_ERRORS_PASS =
            Set.of("debug5", "debug4", "debug3", "debug2", "debug1", "debug", "info", "notice", "warning", "error");

    /** The names that an operating system has for it; an empty one is what the server's environment says. */
    private static final Pattern ENGLISH =
            Pattern.compile("(|C|POSIX|en|English)([._\\- ].*)?", Pattern.CASE_INSENSITIVE);

    private static final String QUERY = """
            WITH s AS MATERIALIZED (SELECT name, setting, reset_val, source FROM pg_settings)
            SELECT current_setting('logging_collector')::bool,
                   current_setting('log_destination'),
                   current_setting('log_line_prefix'),
                   (SELECT reset_val = 'verbose' AND source NOT LIKE '%user' FROM s WHERE name = 'log_error_verbosity')
                        AND NOT EXISTS (SELECT FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) c
                             WHERE c LIKE 'log_error_verbosity=%' AND c <> 'log_error_verbosity=verbose'
                               AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))),
                   current_setting('log_timezone'),
                   current_setting('log_hostname')::bool,
                   (SELECT array_agg(name || '=' || CASE WHEN source LIKE '%user' THEN 'unknown' ELSE reset_val END || ' of the server')
                    FROM s WHERE name IN ('log_min_messages', 'lc_messages')) ||
                   coalesce((SELECT array_agg(c || ' of ' || concat_ws(' in ',
                                      CASE WHEN s.setrole <> 0 THEN 'role ' || s.setrole::regrole END,
                                      CASE WHEN s.setdatabase <> 0 THEN 'database ' || current_database() END))
                             FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) c
                             WHERE c ~ '^(log_min_messages|lc_messages)=' AND s.setrole <> current_user::regrole
                               AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))),
                            '{}'),
                   coalesce(has_function_privilege(to_regprocedure(? || '.read_log(text,text,bigint,integer)'), 'EXECUTE')
                        AND has_function_privilege(to_regprocedure(? || '.list_logs(text)'), 'EXECUTE'), false),
                   has_function_privilege('pg_current_logfile(text)', 'EXECUTE')
                        AND has_function_privilege('pg_ls_logdir()', 'EXECUTE')
                        AND has_function_privilege('pg_stat_file(text,boolean)', 'EXECUTE')
                        AND has_function_privilege('pg_read_binary_file(text,bigint,bigint,boolean)', 'EXECUTE'),
                   current_user,
                   current_database(),
                   coalesce(host(inet_client_addr()), ''),
                   pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
            """ + VERSION + ", " + Provider.MARKS;

    /** @param schema our bookkeeping, quoted */
    public static ServerSettings read(Connection session, String schema) throws SQLException {
        return read(session, schema, null);
    }

    /** @param address our own, where the session's does not tell it; null where it does */
    public static ServerSettings read(Connection session, String schema, @Nullable String address) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(QUERY)) {
            statement.setString(1, schema);
            statement.setString(2, schema);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new ServerSettings(
                        row.getBoolean(1),
                        row.getString(2),
                        new LinePrefix(row.getString(3)),
                        row.getBoolean(4),
                        row.getString(5),
                        row.getBoolean(6),
                        without(row, "log_min_messages", LETS_ERRORS_PASS::contains),
                        without(row, "lc_messages", value -> ENGLISH.matcher(value)
                                .matches()),
                        row.getBoolean(8) ? Access.READER : row.getBoolean(9) ? Access.DIRECT : Access.NONE,
                        row.getString(10),
                        row.getString(11),
                        address == null ? row.getString(12) : address,
                        row.getBoolean(13),
                        row.getString(14),
                        Provider.of(row.getString(15)));
            }
        }
    }

    /** Where a setting has not a value that is fine, each with whose it is. */
    private static List<String> without(ResultSet row, String name, Predicate<String> isFine) throws SQLException {
        String begin = name + "=";
        return Arrays.stream((String[]) row.getArray(7).getArray())
                .filter(setting -> setting.startsWith(begin)
                        && !isFine.test(setting.substring(begin.length(), setting.indexOf(" of "))))
                .toList();
    }

    /** The zone of the times in the log; UTC where Java does not know it. */
    public ZoneId zone() {
        return LogTime.zone(timezone).orElse(ZoneOffset.UTC);
    }

    Optional<ServerFormat> format() {
        return ServerFormat.best(destination);
    }

    /** Why no file of the server's log can be read, with the steps of whoever runs the server; empty where one can. */
    Optional<String> obstacle() {
        if (provider == Provider.UNKNOWN) {
            return difficulty();
        }
        // Reading its pipe would take lines away from whoever reads it.
        boolean never = provider == Provider.CLOUD_NATIVE_PG;
        return never || difficulty().isPresent()
                ? Optional.of("this is " + provider.title() + ": " + provider.advice()
                        + "; docs/log-sources.md has all steps")
                : Optional.empty();
    }

    private Optional<String> difficulty() {
        if (!collected) {
            return Optional.of("the server collects no log files; set logging_collector = on (needs a restart), or in"
                    + " Kubernetes read the app's own log (gate.watch.sources = pod) or that of the database's pods"
                    + " (database-pods)");
        }
        if (format().isEmpty()) {
            return Optional.of("log_destination = " + destination + " writes no log file; add jsonlog");
        }
        if (LogTime.zone(timezone).isEmpty()) {
            return Optional.of("log_timezone = " + timezone + " is not a time zone known here; set it to UTC");
        }
        if (access == Access.NONE) {
            return Optional.of("role " + user + " may not read the server's log; as a superuser in database " + database
                    + " run what `schema-gate guard sql --log-reader --role " + user + "` prints");
        }
        return Optional.empty();
    }
}
