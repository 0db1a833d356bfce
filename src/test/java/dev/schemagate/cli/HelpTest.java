package dev.schemagate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import dev.schemagate.testing.Snapshot;

/** What {@code --help} says, of the program and of every verb. */
class HelpTest {

    @Test
    void help_is_what_was_reviewed() {
        StringWriter text = new StringWriter();
        CommandLine root = CommandLines.of(CommandLine.defaultFactory());
        root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        root.usage(new PrintWriter(text, true), CommandLine.Help.Ansi.OFF);
        for (CommandLine verb : root.getSubcommands().values()) {
            text.append("\n--------\n");
            verb.usage(new PrintWriter(text, true), CommandLine.Help.Ansi.OFF);
        }
        Snapshot.file("src/test/resources/dev/schemagate/cli/help.txt").matches(text.toString());
    }
}
