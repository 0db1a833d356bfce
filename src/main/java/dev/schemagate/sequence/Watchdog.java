package dev.schemagate.sequence;

import java.sql.Connection;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;

/**
 * Sees to it that a pass ends at its deadline, whatever it does: a second later what its sessions run is cancelled, and where
 * the server does not answer they are cut. Cancels earlier what gives way to changed files.
 */
final class Watchdog implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int CANCELS = 15;

    private final Database database;
    private final Deadline deadline;
    private final BooleanSupplier filesChanged;
    private final Thread thread;
    private volatile @Nullable Connection patient;
    private volatile boolean overtaken;

    Watchdog(Database database, Deadline deadline, BooleanSupplier filesChanged) {
        this.database = database;
        this.deadline = deadline;
        this.filesChanged = filesChanged;
        this.thread = new Thread(this::run, "schema-gate-watchdog");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void run() {
        try {
            int late = 0;
            while (late < CANCELS) {
                Thread.sleep(LOOK.toMillis());
                if (deadline.left().plus(LOOK).isNegative()) {
                    late++;
                    database.cancelAll();
                }
                giveWay();
            }
            database.abortAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveWay() {
        Connection session = patient;
        if (session != null && !overtaken && filesChanged.getAsBoolean()) {
            overtaken = true;
            Database.cancel(session);
        }
    }

    /** While set, what the session runs is cancelled when files change. */
    void patient(@Nullable Connection session) {
        patient = session;
    }

    boolean overtaken() {
        return overtaken;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
