package dev.schemagate.cli;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a shell needs to complete verbs and options, made from the verbs themselves. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes verbs and options in bash, and in zsh after bashcompinit.",
        footer = {"", "Example:", "  source <(schema-gate completion)"})
class CompletionCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("schema-gate", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
