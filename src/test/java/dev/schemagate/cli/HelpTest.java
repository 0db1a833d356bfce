package dev.schemagate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import dev.schemagate.testing.Snapshot;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** The list of verbs shows no more than the first line of each. */
    @Test
    void the_first_line_of_every_verb_is_a_sentence() {
        sentences(CommandLines.of(CommandLine.defaultFactory()));
    }

    private static void sentences(CommandLine verb) {
        assertThat(verb.getCommandSpec().usageMessage().description()[0])
                .as(verb.getCommandName())
                .endsWith(".");
        verb.getSubcommands().values().forEach(HelpTest::sentences);
    }
}
