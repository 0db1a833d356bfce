package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

import dev.schemagate.db.Database;
import dev.schemagate.error.GateException;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.watch.Watch;

/** The sidecar: opens its port, runs the sequence, then stays. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Opens port 8180, runs the sequence and answers probes until it is stopped (the default verb).",
        footer = {"", "Example:", "  GATE_DATABASE_URL=postgresql://app@localhost/app schema-gate serve"})
class ServeCommand implements Callable<Integer> {

    /** Picocli makes every verb at once; what needs a database is looked up by the verb that runs. */
    @Inject
    Instance<Database> database;

    @Inject
    Instance<Reconciler> reconciler;

    @Inject
    Instance<Watch> watch;

    private volatile boolean failed;

    @Override
    public Integer call() throws InterruptedException {
        Supervisor supervisor = Supervisor.start(this::work, database.get(), () -> {
            failed = true;
            Quarkus.asyncExit(ExitCode.SEQUENCE_FAILED);
        });
        Quarkus.waitForExit();
        if (failed) {
            try {
                supervisor.join();
            } catch (GateException e) {
                TerminationLog.write(e);
                throw e;
            }
        }
        return ExitCode.OK;
    }

    private void work() throws InterruptedException {
        reconciler.get().untilReady(false);
        Thread reconciling = new Thread(reconciler.get(), "schema-gate-reconciler");
        reconciling.setDaemon(true);
        reconciling.start();
        watch.get().run();
    }
}
