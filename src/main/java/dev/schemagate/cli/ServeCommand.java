package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

import dev.schemagate.db.Database;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.sequence.SequenceException;
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

    @Inject
    Instance<Heartbeat> heartbeat;

    private volatile boolean failed;

    @Override
    public Integer call() throws InterruptedException {
        // Looked up now: at the end the container may be gone before the goodbye is said.
        Heartbeat beats = heartbeat.get();
        Supervisor.Ending ending = new Supervisor.Ending(ExitCode.OK, beats::leave, () -> {
            failed = true;
            Quarkus.asyncExit(ExitCode.SEQUENCE_FAILED);
        });
        Supervisor supervisor = Supervisor.start(this::work, database.get(), ending);
        Quarkus.waitForExit();
        if (failed) {
            supervisor.join();
        }
        return ExitCode.OK;
    }

    private void work(Supervisor supervisor) throws InterruptedException {
        try {
            reconciler.get().untilReady(false);
        } catch (SequenceException e) {
            heartbeat.get().fail(e);
            throw e;
        }
        supervisor.beside(reconciler.get(), "schema-gate-reconciler");
        watch.get().run();
    }
}
