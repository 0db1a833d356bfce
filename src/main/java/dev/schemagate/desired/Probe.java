package dev.schemagate.desired;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;

/** Asks the server what it makes of a piece of SQL, by having it parsed and not run. Needs a transaction. */
record Probe(Connection session) {

    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*+'");
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** From here on a partitioned table takes a foreign key NOT VALID (release notes of PostgreSQL 18). */
    private static final int NOT_VALID_ON_PARTITIONED = 18;

    /**
     * What the server makes of a query.
     *
     * @param refusal why it does not understand it; null where it does
     * @param names of the types that it puts out
     */
    record Types(@Nullable String refusal, List<String> names) {}

    private interface Question<T> {
        T ask() throws SQLException;
    }

    /** Why the server refuses a query; null where it understands it. */
    @Nullable
    String refuses(String query) throws SQLException {
        return types(query).refusal();
    }

    /** Describes a query. Nothing is planned either, since planning executes what is constant. */
    Types types(String query) throws SQLException {
        // The driver takes a question mark for a parameter.
        return tried(() -> {
            try (PreparedStatement statement = session.prepareStatement(query.replace("?", "??"))) {
                ResultSetMetaData types = statement.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; types != null && i <= types.getColumnCount(); i++) {
                    boolean limited = types.getColumnTypeName(i).equals("varchar")
                            && types.getPrecision(i) > 0
                            && types.getPrecision(i) < Integer.MAX_VALUE;
                    names.add(limited ? "varchar(" + types.getPrecision(i) + ")" : types.getColumnTypeName(i));
                }
                return new Types(null, names);
            }
        });
    }

    /**
     * Why a column of this type does not take a quoted literal as its default: too long, out of range. Runs the type's input
     * function, which for a plain type or an enum is the server's own or an extension's.
     */
    @Nullable
    String refusesLiteral(String value, String type) throws SQLException {
        if (!isLiteral(value) || !hasPlainInput(type)) {
            return null;
        }
        return tried(() -> {
                    run("SELECT v FROM pg_catalog.jsonb_to_record(pg_catalog.jsonb_build_object('v', "
                            + value.replace("?", "??") + "::text)) AS x (v " + type + ")");
                    return new Types(null, List.of());
                })
                .refusal();
    }

    static boolean isLiteral(String value) {
        return LITERAL.matcher(value.strip()).matches();
    }

    private boolean hasPlainInput(String type) throws SQLException {
        return run(
                "SELECT 1 FROM pg_type WHERE oid = pg_catalog.to_regtype(?) AND typtype IN ('b', 'e') AND typelem = 0",
                type);
    }

    boolean hasLabel(DesiredEnumLabel of, String label) throws SQLException {
        return run(
                "SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace"
                        + " WHERE n.nspname = ? AND t.typname = ? AND e.enumlabel = ?",
                of.schema(),
                of.table(),
                label);
    }

    boolean validatesPartitionsLater() throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion() >= NOT_VALID_ON_PARTITIONED;
    }

    /** Whether there is a row. */
    private boolean run(String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** What the login may not see another role may: that is no refusal. */
    private Types tried(Question<Types> question) throws SQLException {
        Savepoint before = session.setSavepoint();
        try {
            Types types = question.ask();
            session.releaseSavepoint(before);
            return types;
        } catch (SQLException e) {
            session.rollback(before);
            String state = SqlState.of(e);
            if (SqlState.isNoService(state) || SqlState.isConflict(state)) {
                throw e;
            }
            return new Types(state.equals(INSUFFICIENT_PRIVILEGE) ? null : DatabaseException.text(e), List.of());
        }
    }
}
