package dev.schemagate.pod;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.SqlState;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.Transition;
import dev.schemagate.sql.Identifiers;

/**
 * The last transitions of this pod, those of earlier processes among them, in {@code schema_gate.transition}. They are written with the
 * next beat, so that a start does nothing for them, and what happened while the database was away is written when it is back. A pod has
 * {@value Gate#REMEMBERED} of them, and as many again for a moment.
 */
final class Transitions {

    private static final Logger LOG = Logger.getLogger(Transitions.class);

    private static final int LONGEST_REASON = 500;

    /** One snapshot for all: what is read is what earlier processes wrote, where this one writes for the first time. */
    private static final String WRITE = """
            WITH mine AS (SELECT * FROM %1$s.transition WHERE app = ? AND pod = ?),
            gone AS (DELETE FROM %1$s.transition t USING (SELECT * FROM mine ORDER BY at DESC OFFSET %2$d) m
                WHERE t.app = m.app AND t.pod = m.pod AND t.at = m.at),
            fresh AS (INSERT INTO %1$s.transition (app, pod, revision, at, state, ready, code, reason)
                SELECT ?, ?, ?, f.at::timestamptz, f.state, f.ready::boolean, f.code, f.reason
                FROM unnest(?, ?, ?, ?, ?) f (at, state, ready, code, reason) ON CONFLICT DO NOTHING)
            SELECT at, state, ready, code, reason FROM mine ORDER BY at DESC LIMIT %2$d
            """;

    private final PodIdentity self;
    private final Gate gate;
    private final String write;
    private @Nullable Transition written;
    private volatile @Nullable List<Transition> earlier;

    Transitions(PodIdentity self, String schema, Gate gate) {
        this.self = self;
        this.gate = gate;
        this.write = WRITE.formatted(Identifiers.quote(schema), Gate.REMEMBERED);
    }

    /** Writes those that are not written yet; nothing where there are none. One thread calls it. */
    void write(Connection session) throws SQLException {
        List<Transition> fresh = fresh();
        if (fresh.isEmpty()) {
            return;
        }
        try {
            List<Transition> before = write(session, fresh, 0);
            earlier = earlier == null ? before : earlier;
        } catch (SQLException e) {
            if (SqlState.isNoService(SqlState.of(e))) {
                throw e;
            }
            // For want of a record nothing else shall stop, and it would fail again.
            LOG.warnf("cannot keep a transition reason=\"%s\"", e.getMessage());
        }
        written = fresh.get(0);
    }

    /** The process ends: its last one, and those that are not written yet. */
    void end(Connection session, Transition last, int seconds) throws SQLException {
        write(session, Stream.concat(Stream.of(last), fresh().stream()).toList(), seconds);
    }

    private List<Transition> fresh() {
        return gate.past().stream().takeWhile(each -> !each.equals(written)).toList();
    }

    /** @param seconds for how long at most; 0 for no limit */
    private List<Transition> write(Connection session, List<Transition> fresh, int seconds) throws SQLException {
        List<Transition> before = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(write)) {
            statement.setQueryTimeout(seconds);
            statement.setString(1, self.app());
            statement.setString(2, self.pod());
            statement.setString(3, self.app());
            statement.setString(4, self.pod());
            statement.setString(5, self.revision());
            List<Function<Transition, Object>> columns = List.of(
                    Transition::at, Transition::state, Transition::ready, Transition::code, t -> text(t.reason()));
            for (int i = 0; i < columns.size(); i++) {
                Object[] values = fresh.stream()
                        .map(columns.get(i).andThen(String::valueOf))
                        .toArray();
                statement.setArray(6 + i, session.createArrayOf("text", values));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    before.add(new Transition(
                            row.getTimestamp(1).toInstant(),
                            row.getString(2),
                            row.getBoolean(3),
                            row.getString(4),
                            row.getString(5)));
                }
            }
        }
        return List.copyOf(before);
    }

    /** As PostgreSQL can keep it. */
    private static String text(String reason) {
        String text = reason.replace('\0', ' ');
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    /** The last ones, the newest first. Any thread may ask. */
    List<Transition> last() {
        List<Transition> known = earlier;
        return Stream.concat(gate.past().stream(), known == null ? Stream.of() : known.stream())
                .limit(Gate.REMEMBERED)
                .toList();
    }
}
