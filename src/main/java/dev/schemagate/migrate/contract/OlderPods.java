package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.sql.Identifiers;

/**
 * Live pods of the app whose own gate has not read that their release does without the object. What a gate has read is in its pod's
 * row, so that neither a rollback nor two releases of the same name confuse it.
 *
 * @param schema of the bookkeeping
 * @param silence how long after its last beat a pod may still serve
 */
record OlderPods(PodIdentity self, String schema, Duration silence) implements ContractCheck {

    @Override
    public Sight look(Contract contract, Connection session) throws SQLException {
        String sql = "SELECT pod, revision, declared IS NULL FROM " + Identifiers.quote(schema)
                + ".pod p WHERE app = ? AND pod <> ? AND state <> 'stopped' AND " + Neighbours.alive("p")
                + " AND NOT coalesce(?::text = ANY (declared), false) ORDER BY pod";
        List<String> older = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, self.app());
            select.setString(2, self.pod());
            select.setString(3, silence.toString());
            select.setString(4, contract.name());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    older.add("pod " + row.getString(1) + " of revision " + row.getString(2) + " is live, and "
                            + (row.getBoolean(3)
                                    ? "its gate reads no migrations"
                                    : "no file of its release declares that it does without it"));
                }
            }
        }
        return Sight.obstacles(older);
    }

    @Override
    public ErrorCode code() {
        return ErrorCode.CT002;
    }
}
