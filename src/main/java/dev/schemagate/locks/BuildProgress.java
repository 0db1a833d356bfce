package dev.schemagate.locks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Progress;

/**
 * Shows how far an index build of our own role is, to the pass and now and then to the log. PostgreSQL counts blocks or tuples of the
 * phase that it is in, and leaves the numbers of an earlier phase where a later one counts nothing.
 */
public final class BuildProgress {

    private static final Logger LOG = Logger.getLogger(BuildProgress.class);

    private static final Duration EVERY = Duration.ofSeconds(30);

    private static final String SELECT = """
            SELECT CASE WHEN i.oid IS NOT NULL THEN i.oid::regclass::text
                        ELSE 'on ' || CASE WHEN t.oid IS NULL THEN 'a new table' ELSE t.oid::regclass::text END END, p.phase,
                   CASE WHEN p.phase LIKE 'waiting%' OR p.phase LIKE '%sorting%' THEN NULL
                        WHEN p.phase LIKE '%loading tuples%' THEN 100 * p.tuples_done / nullif(p.tuples_total, 0)
                        ELSE 100 * p.blocks_done / nullif(p.blocks_total, 0) END,
                   greatest(0, extract(epoch FROM clock_timestamp() - a.query_start))::bigint
            FROM pg_stat_progress_create_index p JOIN pg_stat_activity a USING (pid)
            LEFT JOIN pg_class i ON i.oid = p.index_relid LEFT JOIN pg_class t ON t.oid = p.relid
            WHERE p.datname = current_database() AND (a.pid = ? OR a.application_name = ?)
            ORDER BY a.query_start LIMIT 1
            """;

    private final Pass pass;
    private final String place;
    private @Nullable Progress last;
    private @Nullable Instant logged;

    public BuildProgress(Pass pass, String place) {
        this.pass = pass;
        this.place = place;
    }

    /** Looks at the session of that backend. */
    Optional<Progress> look(Connection session, int backend) throws SQLException {
        return look(session, backend, "");
    }

    /** Looks at the sessions of that application name. */
    public Optional<Progress> look(Connection session, String applicationName) throws SQLException {
        return look(session, 0, applicationName);
    }

    private Optional<Progress> look(Connection session, int backend, String applicationName) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(SELECT)) {
            select.setInt(1, backend);
            select.setString(2, applicationName);
            try (ResultSet row = select.executeQuery()) {
                show(row.next() ? read(row) : null);
            }
        }
        return Optional.ofNullable(last);
    }

    private Progress read(ResultSet row) throws SQLException {
        // A table grows while it is scanned.
        Integer percent = row.getObject(3) == null ? null : (Integer) Math.min(100, row.getInt(3));
        return new Progress(
                place,
                row.getString(1),
                row.getString(2),
                percent,
                Instant.now().minusSeconds(row.getLong(4)));
    }

    private void show(@Nullable Progress now) {
        last = now;
        pass.progress(now);
        Instant time = Instant.now();
        if (now != null && (logged == null || !time.isBefore(logged.plus(EVERY)))) {
            logged = time;
            LOG.infof(
                    "index build goes on place=%s index=%s phase=\"%s\" percent=%s seconds=%d",
                    now.place(),
                    now.index(),
                    now.phase(),
                    now.percent() == null ? "unknown" : now.percent(),
                    Duration.between(now.began(), time).toSeconds());
        }
    }
}
