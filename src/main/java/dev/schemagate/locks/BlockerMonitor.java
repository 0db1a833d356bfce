package dev.schemagate.locks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.jboss.logging.Logger;

import dev.schemagate.db.Backoff;
import dev.schemagate.error.GateException;
import dev.schemagate.locks.Blockers.Blocker;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Progress;

/**
 * Says whom a session waits for, and how far its index build is. The statement occupies the session, so this looks from another one:
 * opened only when it has taken two seconds, and asking less and less often.
 */
public final class BlockerMonitor implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BlockerMonitor.class);
    private static final Backoff PAUSE = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(10));
    private static final long GOODBYE_MILLIS = 1_000;

    private final Pass pass;
    private final String place;
    private final int backend;
    private final Thread thread;
    private final BuildProgress builds;
    private volatile List<Blocker> blockers = List.of();

    private BlockerMonitor(Pass pass, String place, int backend) {
        this.pass = pass;
        this.place = place;
        this.backend = backend;
        this.builds = new BuildProgress(pass, place);
        this.thread = new Thread(this::run, "schema-gate-blockers");
        this.thread.setDaemon(true);
    }

    /** Begins to look at the session that builds. */
    public static BlockerMonitor over(Pass pass, Connection builder, String place) throws SQLException {
        try (Statement statement = builder.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            BlockerMonitor lookout = new BlockerMonitor(pass, place, row.getInt(1));
            lookout.thread.start();
            return lookout;
        }
    }

    /** Those it saw last, in words. */
    public String blockers() {
        return Blockers.text(blockers);
    }

    /** Whether anybody was in the way when it looked last. */
    public boolean sawSomebody() {
        return !blockers.isEmpty();
    }

    private void run() {
        try {
            for (int looks = 0; ; looks++) {
                Thread.sleep(PAUSE.delay(looks, ThreadLocalRandom.current()).toMillis());
                lookOn(looks);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks until the session is lost. The build goes on without being looked at; the next session may see more. */
    private void lookOn(int looks) throws InterruptedException {
        try (Connection session = pass.database().open()) {
            for (int more = looks; ; more++) {
                Optional<Progress> progress = builds.look(session, backend);
                look(Blockers.of(session, backend), progress);
                Thread.sleep(PAUSE.delay(more, ThreadLocalRandom.current()).toMillis());
            }
        } catch (SQLException | GateException e) {
            blockers = List.of();
        }
    }

    private void look(List<Blocker> found, Optional<Progress> progress) {
        boolean news = !pids(found).equals(pids(blockers));
        blockers = found;
        pass.waitsFor(
                found.isEmpty() ? progress.map(Progress::toString).orElse("") : place + " waits for " + blockers());
        if (news && !found.isEmpty()) {
            LOG.warnf("waits for other transactions place=%s blocked_by=\"%s\"", place, blockers());
        }
    }

    private static List<Integer> pids(List<Blocker> blockers) {
        return blockers.stream().map(Blocker::pid).toList();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(GOODBYE_MILLIS);
            pass.progress(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
