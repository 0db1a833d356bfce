package dev.schemagate.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

import dev.schemagate.db.Database;

/**
 * Runs the long work of a verb on threads of its own and ends it when the process is asked to stop: the threads are interrupted,
 * their statements are cancelled and their transactions rolled back, before the process goes with the code of the verb. A second
 * signal changes nothing.
 */
final class Supervisor {

    private static final Logger LOG = Logger.getLogger(Supervisor.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long CANCEL_EVERY_MILLIS = 100;

    /** Work that may be interrupted. */
    interface Body {
        void run(Supervisor supervisor) throws InterruptedException;
    }

    /**
     * What is left to do at the end.
     *
     * @param code the exit code where the process is asked to stop before the work is complete
     * @param goodbye done when all threads have ended, where the process is asked to stop
     * @param ended told when the work ends by itself, with or without a failure
     */
    record Ending(int code, Runnable goodbye, Runnable ended) {}

    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Database database;
    private final Ending ending;
    private final Thread main;
    private final Thread hook = new Thread(this::stop, "schema-gate-stop");
    private volatile boolean complete;
    private volatile boolean stopping;

    private Supervisor(Body body, Database database, Ending ending) {
        this.database = database;
        this.ending = ending;
        this.main = new Thread(() -> run(body), "schema-gate");
    }

    static Supervisor start(Body body, Database database, Ending ending) {
        Supervisor supervisor = new Supervisor(body, database, ending);
        Runtime.getRuntime().addShutdownHook(supervisor.hook);
        supervisor.threads.add(supervisor.main);
        supervisor.main.start();
        return supervisor;
    }

    /** Lets something run beside the work, until the process is asked to stop. */
    void beside(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(Body body) {
        try {
            body.run(this);
        } catch (RuntimeException | Error e) {
            if (stopping) {
                // Its statement was cancelled under it.
                LOG.info("stopped");
                return;
            }
            failure.set(e instanceof RuntimeException known ? known : new IllegalStateException(e));
        } catch (InterruptedException e) {
            LOG.info("stopped");
            return;
        }
        complete = true;
        ending.ended().run();
    }

    /** Waits for the end and rethrows what the work failed with. */
    void join() throws InterruptedException {
        main.join();
        if (complete) {
            forget();
        }
        RuntimeException e = failure.get();
        if (e != null) {
            throw e;
        }
    }

    /** The process ends by itself, with a code of its own. */
    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("asked to stop at the very end");
        }
    }

    private void stop() {
        stopping = true;
        try {
            for (long waited = 0; anyAlive() && waited < PATIENCE_MILLIS; waited += CANCEL_EVERY_MILLIS) {
                threads.forEach(Thread::interrupt);
                database.cancelAll();
                for (Thread thread : threads) {
                    thread.join(CANCEL_EVERY_MILLIS);
                }
            }
            ending.goodbye().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            System.err.flush();
            // The JVM's own code after a signal is 143, which would fail the pod of a Job whose sidecar this is.
            Runtime.getRuntime().halt(code());
        }
    }

    private boolean anyAlive() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    private int code() {
        if (!complete) {
            return ending.code();
        }
        return failure.get() == null ? ExitCode.OK : ExitCode.SEQUENCE_FAILED;
    }
}
