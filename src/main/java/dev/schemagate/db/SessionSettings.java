package dev.schemagate.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.postgresql.PGConnection;

import dev.schemagate.sql.Identifiers;

/**
 * What every session of a gate sets for itself. The grammar that judges a file knows one way to read it; a server reads and
 * runs it as the settings of the session say, and those come from its configuration, the database, the role, a pooler's last
 * client or an earlier file (PostgreSQL docs 20.1.3).
 */
public final class SessionSettings {

    /**
     * A setting and its only value.
     *
     * @param why what would be different with another, as a clause
     */
    public record Pin(String name, String value, String why) {}

    private static final String READING = "text is read differently";
    private static final String LITERALS = "quoted values are read differently";
    private static final String PRINTING = "definitions are printed differently, and compared as printed";
    private static final String MAKING = "what a statement makes is another thing";
    private static final String COMPANY =
            "triggers, constraints or policies that belong to a statement do not run, or others do";
    private static final String TRANSACTIONS = "transactions of the gate end, wait or may do other than it says";
    private static final String GONE =
            "a node that is gone keeps its locks, and its place among the sessions, for hours";
    private static final String EYES = "the proof does not see what a statement did";

    /** In the order of the documentation's table. A setting that the server does not have is passed over. */
    public static final List<Pin> PINS = List.of(
            new Pin("standard_conforming_strings", "on", READING),
            new Pin("backslash_quote", "safe_encoding", READING),
            new Pin("escape_string_warning", "on", READING),
            new Pin("client_encoding", "UTF8", READING),
            new Pin("transform_null_equals", "off", READING),
            new Pin("plpgsql.variable_conflict", "error", READING),
            new Pin("plpgsql.extra_errors", "none", READING),
            new Pin("array_nulls", "on", LITERALS),
            new Pin("DateStyle", "ISO, MDY", LITERALS),
            new Pin("IntervalStyle", "postgres", LITERALS),
            new Pin("TimeZone", "UTC", LITERALS),
            new Pin("timezone_abbreviations", "Default", LITERALS),
            new Pin("xmloption", "content", LITERALS),
            new Pin("bytea_output", "hex", PRINTING),
            new Pin("extra_float_digits", "1", PRINTING),
            new Pin("quote_all_identifiers", "off", PRINTING),
            new Pin("xmlbinary", "base64", PRINTING),
            new Pin("allow_system_table_mods", "off", MAKING),
            new Pin("check_function_bodies", "on", MAKING),
            new Pin("createrole_self_grant", "", MAKING),
            new Pin("default_table_access_method", "heap", MAKING),
            new Pin("default_tablespace", "", MAKING),
            new Pin("gin_fuzzy_search_limit", "0", MAKING),
            new Pin("lo_compat_privileges", "off", MAKING),
            new Pin("restrict_nonsystem_relation_kind", "", MAKING),
            new Pin("temp_tablespaces", "", MAKING),
            new Pin("event_triggers", "on", COMPANY),
            new Pin("plpgsql.check_asserts", "on", COMPANY),
            new Pin("row_security", "on", COMPANY),
            new Pin("session_replication_role", "origin", COMPANY),
            new Pin("client_connection_check_interval", "500ms", TRANSACTIONS),
            new Pin("default_transaction_deferrable", "off", TRANSACTIONS),
            new Pin("default_transaction_isolation", "read committed", TRANSACTIONS),
            new Pin("default_transaction_read_only", "off", TRANSACTIONS),
            new Pin("exit_on_error", "off", TRANSACTIONS),
            new Pin("idle_in_transaction_session_timeout", "0", TRANSACTIONS),
            new Pin("idle_session_timeout", "0", TRANSACTIONS),
            new Pin("lock_timeout", "0", TRANSACTIONS),
            new Pin("statement_timeout", "0", TRANSACTIONS),
            new Pin("transaction_timeout", "0", TRANSACTIONS),
            new Pin("track_counts", "on", EYES),
            new Pin("tcp_keepalives_idle", "20", GONE),
            new Pin("tcp_keepalives_interval", "10", GONE),
            new Pin("tcp_keepalives_count", "4", GONE),
            new Pin("tcp_user_timeout", "60000", GONE));

    private static final String VALUES = values(PINS.stream());

    /**
     * Sets what differs, and answers with its names. Everything is named with its schema, so that it means the same whatever the
     * session's search path is. Fails with 42501 where only a superuser may change a setting.
     */
    static final String PIN = setting(VALUES);

    /** Who may set a parameter of PL/pgSQL is not checked before its library is there. */
    static final String LOAD_PLPGSQL = "DO LANGUAGE plpgsql 'BEGIN END'";

    private SessionSettings() {}

    private static String values(Stream<Pin> pins) {
        return pins.map(pin -> "(" + Identifiers.literal(pin.name()) + ", " + Identifiers.literal(pin.value()) + ")")
                .collect(Collectors.joining(", ", "(VALUES ", ") pin (name, value)"));
    }

    private static String setting(String values) {
        return "SELECT name, pg_catalog.set_config(name, value, false) FROM " + values
                + " WHERE pg_catalog.current_setting(name, true) OPERATOR(pg_catalog.<>) value";
    }

    /** With a search path: what a new session sets. */
    static String pinWith(String path) {
        return setting(values(Stream.concat(Stream.of(new Pin("search_path", path, READING)), PINS.stream())));
    }

    /** @throws DatabaseException DB011 where one differs and this session may not change it */
    public static void pin(Connection session) throws SQLException {
        pin(session, PIN, new RoundTrip());
    }

    /** As {@link #pin(Connection)}, by {@link #pinWith}, in one round trip with what else there is to ask. */
    static void pin(Connection session, String pins, RoundTrip more) throws SQLException {
        try {
            if (set(session, pins, more).stream().anyMatch(name -> name.startsWith("plpgsql."))) {
                Database.execute(session, LOAD_PLPGSQL);
                set(session, PIN, new RoundTrip());
            }
        } catch (SQLException e) {
            if (SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                throw SettingRefusal.of(session, VALUES, e);
            }
            throw e;
        }
    }

    private static List<String> set(Connection session, String pins, RoundTrip more) throws SQLException {
        RoundTrip trip = new RoundTrip();
        RoundTrip.Answer<List<String>> names = trip.ask(pins, SessionSettings::names);
        trip.ask(more);
        trip.runOnce(session);
        return names.get();
    }

    private static List<String> names(ResultSet row) throws SQLException {
        List<String> names = new ArrayList<>();
        while (row.next()) {
            names.add(row.getString(1));
        }
        return names;
    }

    /**
     * Puts the end of a string literal back to where the grammar saw it, where an earlier statement of the same file has moved
     * it. The server reports this setting, so knowing it costs no round trip.
     */
    public static void keepStrings(Connection session) throws SQLException {
        if (!"on".equals(session.unwrap(PGConnection.class).getParameterStatus("standard_conforming_strings"))) {
            Database.execute(session, "SET standard_conforming_strings = on");
        }
    }
}
