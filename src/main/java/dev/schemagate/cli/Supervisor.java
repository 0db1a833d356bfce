package dev.schemagate.cli;

import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

import dev.schemagate.db.Database;

/**
 * Runs the long work of a verb on a thread of its own and ends it when the process is asked to stop: the thread is
 * interrupted, its statements are cancelled and their transactions rolled back, before the process goes.
 */
final class Supervisor {

    private static final Logger LOG = Logger.getLogger(Supervisor.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long CANCEL_EVERY_MILLIS = 100;

    /** Work that may be interrupted. */
    interface Body {
        void run() throws InterruptedException;
    }

    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;
    private final Database database;

    private Supervisor(Body body, Database database, Runnable ended) {
        this.database = database;
        this.thread = new Thread(() -> run(body, ended), "schema-gate");
    }

    /** Starts {@code body}; {@code ended} is told when it ends by itself, with or without a failure. */
    static Supervisor start(Body body, Database database, Runnable ended) {
        Supervisor supervisor = new Supervisor(body, database, ended);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "schema-gate-stop"));
        supervisor.thread.start();
        return supervisor;
    }

    private void run(Body body, Runnable ended) {
        try {
            body.run();
        } catch (RuntimeException e) {
            failure.set(e);
        } catch (Error e) {
            failure.set(new IllegalStateException(e));
        } catch (InterruptedException e) {
            LOG.info("stopped");
            return;
        }
        ended.run();
    }

    /** Waits for the end and rethrows what the work failed with. */
    void join() throws InterruptedException {
        thread.join();
        RuntimeException e = failure.get();
        if (e != null) {
            throw e;
        }
    }

    private void stop() {
        try {
            for (long waited = 0; thread.isAlive() && waited < PATIENCE_MILLIS; waited += CANCEL_EVERY_MILLIS) {
                thread.interrupt();
                database.cancelAll();
                thread.join(CANCEL_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
