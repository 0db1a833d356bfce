package dev.schemagate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** What the packaged program shows to a person at a terminal, which {@code script} makes, and to a shell. */
class TerminalIT {

    private static final String RED = "\u001B[31;1m";

    @TempDir
    Path folder;

    private String atTerminal(String environment, String... arguments) throws Exception {
        String command = environment + " " + String.join(" ", GateProcess.program(List.of())) + " "
                + String.join(" ", arguments);
        return Tool.named("script", "apt-get install bsdutils")
                .run(Path.of(""), "-qec", command, "/dev/null")
                .output();
    }

    @Test
    void findings_have_colours_at_a_terminal_and_nowhere_else() throws Exception {
        String file =
                Files.writeString(folder.resolve("0001.sql"), "DROP TABLE t;").toString();

        assertThat(atTerminal("TERM=xterm", "lint", "--as", "hotfix", file)).contains(RED + "error[");
        assertThat(atTerminal("TERM=xterm NO_COLOR=1", "lint", "--as", "hotfix", file))
                .contains("error[")
                .doesNotContain("\u001B[");
        assertThat(atTerminal("TERM=xterm", "lint", "--as", "hotfix", file, "| cat"))
                .contains("error[")
                .doesNotContain("\u001B[");
    }

    @Test
    void bash_completes_verbs_and_options() throws Exception {
        Tool bash = Tool.named("bash", "apt-get install bash");
        Path program = Files.writeString(
                folder.resolve("schema-gate"),
                "#!/bin/sh\nexec " + String.join(" ", GateProcess.program(List.of())) + " \"$@\"\n");
        program.toFile().setExecutable(true);
        String asked = """
                source <(%s completion)
                complete_line() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _complete_schema-gate 2>/dev/null; echo "${COMPREPLY[@]}"; }
                complete_line schema-gate dr
                complete_line schema-gate lint --for
                """.formatted(program);

        assertThat(bash.run(Path.of(""), "-c", asked).output().strip().lines()).containsExactly("drift", "--format");
    }
}
