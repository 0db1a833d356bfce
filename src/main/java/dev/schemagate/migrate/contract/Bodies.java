package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.sql.RoutineUsage;
import dev.schemagate.sql.Usage;

/**
 * Routines whose bodies are texts: the catalog knows no dependency of theirs, and they fail when they are called next.
 *
 * @param schema of the bookkeeping, whose own are left out
 */
record Bodies(Pending pending, String schema) implements ContractCheck {

    /** The name is looked for as a text; whether it is meant is seen by the grammar. */
    private static final String CANDIDATES = """
            SELECT n.nspname, p.proname, p.oid::regprocedure::text, l.lanname, p.prosrc, pg_get_functiondef(p.oid),
                   EXISTS (SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace r ON r.oid = c.relnamespace
                           WHERE t.tgfoid = p.oid AND r.nspname = ? AND c.relname = ?)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
            WHERE p.prokind IN ('f', 'p', 'w') AND l.lanname NOT IN ('c', 'internal') AND position(lower(?) IN lower(p.prosrc)) > 0
              AND n.nspname NOT IN ('pg_catalog', 'information_schema', ?)
            ORDER BY 3
            """;

    @Override
    public Sight look(Contract contract, Connection session) throws SQLException {
        Usage usage = contract.usage().orElse(null);
        if (usage == null) {
            return Sight.NOTHING;
        }
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(CANDIDATES)) {
            select.setString(1, contract.part(0));
            select.setString(2, contract.part(1));
            select.setString(3, usage.word());
            select.setString(4, schema);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    RoutineUsage routine =
                            new RoutineUsage(row.getString(4), row.getString(5), row.getString(6), row.getBoolean(7));
                    Usage.Answer answer = pending.settles(List.of(row.getString(1), row.getString(2)))
                            ? Usage.Answer.NO
                            : routine.of(usage);
                    if (answer != Usage.Answer.NO) {
                        found.add("function " + row.getString(3)
                                + (answer == Usage.Answer.YES ? " uses it in its body" : " names it in its body"));
                    }
                }
            }
        }
        return Sight.obstacles(found);
    }

    @Override
    public ErrorCode code() {
        return ErrorCode.CT001;
    }
}
