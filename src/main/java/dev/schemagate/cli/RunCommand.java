package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;

import dev.schemagate.db.Database;
import dev.schemagate.sequence.Reconciler;

/** The sequence once, for init containers and jobs. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the sequence once and exits; opens no port.",
            "Waits for the database until gate.sequence.deadline; a failure that needs a person ends it at once."
        },
        footer = {"", "Example:", "  GATE_DATABASE_URL=postgresql://app@localhost/app schema-gate run"})
class RunCommand implements Callable<Integer> {

    @Inject
    Instance<Database> database;

    @Inject
    Instance<Reconciler> reconciler;

    @Override
    public Integer call() throws InterruptedException {
        Reconciler sequence = reconciler.get();
        Supervisor.Ending ending = new Supervisor.Ending(ExitCode.CUT_SHORT, () -> {}, () -> {});
        Supervisor.start(supervisor -> sequence.untilReady(true), database.get(), ending)
                .join();
        return ExitCode.OK;
    }
}
