package dev.schemagate.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The page as text, for people in a shell of the pod. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Prints what the gate that runs here knows, and what to do now: exit 0, or 3 where none answers.",
        footer = {"", "Example:", "  kubectl exec litellm-7f9c4d-abcde -c schema-gate -- /schema-gate status"})
class StatusCommand implements Callable<Integer> {

    @Inject
    RunningGate gate;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().print(gate.get("/").body());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("error: no gate answers at " + gate.at("/"));
            return ExitCode.NOT_CHECKED;
        }
    }
}
