package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import dev.schemagate.sql.Identifiers;

/**
 * What lets something past the guard, whatever session does it.
 *
 * @param ticket recorded with all that passes
 * @param role who may use it; anybody where it is empty
 * @param valid from now on
 */
public record GuardPass(String ticket, String reason, Optional<String> role, Duration valid) {

    /** The pattern of one object: what stands for anything in a pattern stands for itself. */
    private static final String ALLOW = """
            SELECT %s.allow(?, ?, ?::name, regexp_replace(
                CASE WHEN kind = 'schema' THEN format('%%I', object)
                    WHEN kind = 'table constraint' THEN format('%%I on %%I.%%I', part, place, object)
                    WHEN part IS NULL THEN format('%%I.%%I', place, object)
                    ELSE format('%%I.%%I.%%I', place, object, part) END, '([\\\\%%_])', '\\\\\\1', 'g')
                || CASE WHEN kind IN ('function', 'procedure', 'aggregate') THEN '(%%' ELSE '' END, ?, ?::name, make_interval(secs => ?))
            FROM (VALUES (?::text, ?::text, ?::text, ?::text)) deed (kind, place, object, part)
            """;

    private static final String MAY =
            "SELECT has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p"
                    + " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ? AND p.proname = 'allow'";

    /**
     * Whether this session's login may write passes; empty where there is no guard.
     *
     * @param bookkeeping the schema of the gate's own tables
     */
    public static Optional<Boolean> mayBeWritten(Connection session, String bookkeeping) throws SQLException {
        try (PreparedStatement ask = session.prepareStatement(MAY)) {
            ask.setString(1, Inspection.schemaOf(bookkeeping));
            try (ResultSet row = ask.executeQuery()) {
                return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
            }
        }
    }

    /** For one deed. */
    public void writeFor(Connection session, String bookkeeping, Deed deed) throws SQLException {
        write(session, guard(bookkeeping), deed);
    }

    private static String guard(String bookkeeping) {
        return Identifiers.quote(Inspection.schemaOf(bookkeeping));
    }

    void write(Connection session, String guard, Deed deed) throws SQLException {
        try (PreparedStatement allow = session.prepareStatement(ALLOW.formatted(guard))) {
            allow.setString(1, ticket);
            allow.setString(2, reason);
            allow.setString(3, deed.schema());
            allow.setString(4, deed.name());
            allow.setString(5, role.orElse(null));
            allow.setLong(6, Math.max(1, valid.toSeconds()));
            for (int i = 0; i < 4; i++) {
                allow.setString(7 + i, deed.identity().get(i));
            }
            allow.execute();
        }
    }
}
