package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.db.Database;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.SqlText;
import dev.schemagate.sql.Usage;

/** Live sessions of this database whose last statement uses the object; those of gates are left out. */
final class LastStatements implements ContractCheck {

    private static final String SESSIONS = """
            SELECT pid, coalesce(application_name, ''), coalesce(state, ''), coalesce(query, ''), usename, current_user,
                   extract(epoch FROM clock_timestamp() - coalesce(state_change, query_start))::bigint
            FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            ORDER BY application_name, pid
            """;

    /** What the view shows of a session that one may not look into. */
    private static final String HIDDEN = "<insufficient privilege>";

    @Override
    public Sight look(Contract contract, Connection session) throws SQLException {
        Usage usage = contract.usage().orElse(null);
        if (usage == null) {
            return Sight.NOTHING;
        }
        List<String> using = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(SESSIONS)) {
            while (row.next()) {
                String query = row.getString(4);
                if (query.equals(HIDDEN)) {
                    notes.add("the statements of other roles' sessions cannot be seen; GRANT pg_read_all_stats TO "
                            + Identifiers.quote(row.getString(6)) + "; shows them");
                } else if (!Database.isGate(row.getString(2)) && usage.in(query) != Usage.Answer.NO) {
                    using.add("session " + row.getInt(1) + " (" + row.getString(5) + ", application \""
                            + row.getString(2) + "\", " + row.getString(3) + " for " + row.getLong(7)
                            + " s) used it in its last statement: " + SqlText.shown(query, 80));
                }
            }
        }
        return new Sight(using, notes.stream().distinct().toList());
    }

    @Override
    public ErrorCode code() {
        return ErrorCode.CT002;
    }
}
