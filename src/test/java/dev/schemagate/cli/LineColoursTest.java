package dev.schemagate.cli;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineColoursTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "error[HF003] a.sql:1:1: ADD COLUMN|<red>error[HF003]</> a.sql:1:1: ADD COLUMN",
                "warning[HF050] a.sql:1:1: x|<yellow>warning[HF050]</> a.sql:1:1: x",
                "  help: ALTER TABLE t|  <green>help:</> ALTER TABLE t",
                "a.sql:3: conflict  column t.c has type integer|a.sql:3: <red>conflict</>  column t.c has type integer",
                "a.sql:3: missing   column t.c; takes X|a.sql:3: <yellow>missing</>   column t.c; takes X",
                "a.sql:3: satisfied column t.c|a.sql:3: <green>satisfied</> column t.c",
                "NOT READY, revoked since|<red>NOT READY</>, revoked since",
                "READY, verified since|<green>READY</>, verified since",
                "no conflict, 3 satisfied|no conflict, 3 satisfied",
                "  \"error\": 1|  \"error\": 1",
            })
    void marks_the_word_that_judges(String line, String expected) {
        assertThat(LineColours.coloured(line))
                .isEqualTo(expected.replace("<red>", "\u001B[31;1m")
                        .replace("<yellow>", "\u001B[33;1m")
                        .replace("<green>", "\u001B[32m")
                        .replace("</>", "\u001B[0m"));
    }

    @Test
    void underlines_are_marked() {
        assertThat(LineColours.coloured("    | ^^^^")).isEqualTo("    | \u001B[31;1m^^^^\u001B[0m");
    }

    @Test
    void nobody_who_does_not_want_them_gets_them() {
        assertThat(LineColours.wanted(Map.of("TERM", "xterm"))).isTrue();
        assertThat(LineColours.wanted(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(LineColours.wanted(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(LineColours.wanted(Map.of("TERM", "dumb"))).isFalse();
    }
}
