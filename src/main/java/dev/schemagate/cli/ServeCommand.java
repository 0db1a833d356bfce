package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.error.GateException;
import dev.schemagate.sequence.Recheck;
import dev.schemagate.sequence.SequenceRunner;
import dev.schemagate.watch.Watch;

/** The sidecar: opens its port, runs the sequence, then stays. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Opens port 8180, runs the sequence and answers probes until it is stopped (the default verb).",
        footer = {"", "Example:", "  GATE_DATABASE_URL=postgresql://app@localhost/app schema-gate serve"})
class ServeCommand implements Callable<Integer> {

    @Inject
    GateConfig config;

    /** Picocli makes every verb at once; what needs a database is looked up by the verb that runs. */
    @Inject
    Instance<Database> database;

    @Inject
    Instance<SequenceRunner> runner;

    @Inject
    Instance<Watch> watch;

    @Inject
    Instance<Recheck> recheck;

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
        runner.get()
                .runUntilReady(new SequenceRunner.Patience(
                        config.sequence().deadline(), config.sequence().retry(), false));
        recheck.get().start();
        watch.get().run();
    }
}
