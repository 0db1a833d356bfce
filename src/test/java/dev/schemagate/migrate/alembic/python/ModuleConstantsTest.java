package dev.schemagate.migrate.alembic.python;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModuleConstantsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revision = 'a1'",
                "revision: str = \"a1\"",
                "revision : Union[str, Sequence[str], None] = 'a1'",
                "revision = ('a'\n            '1')  # here",
                "revision = u'''a1'''",
                "revision = R'a1'",
                "revision = f'a1'",
                "revision = '\\x61\\u0031'",
                "revision = '\\141\\\n1'",
                "x = revision = 'a1'",
                "revision = 'b2'; revision = 'a1'",
                "if x: revision = 'no'\nrevision = 'a1'",
                "def f():\n    revision = 'no'\nrevision = 'a1'\nclass C:\n  revision = 'no'\n",
                "revision = 'a1'\nif True:\n    def f(revision='no'):\n        revision = 1\n",
                "revision = 'a1'\nif revision == 'no': pass\nprint(revision='no')\nx[revision] = 'no'\nx.revision = 'no'",
                "\"\"\"\nrevision = 'no'\n\"\"\"\nrevision = 'a1'",
                "x = f\"{'revision = 1'!r:>{len('{')}} {{\" ; revision = 'a1'",
                "x = f\"{y[\"a\"]}\"\nrevision = 'a1'",
                "\trevision = 'a1'",
                "from a.revision import x\nimport b.revision as c\nrevision = 'a1'",
                "x = [1,\nrevision,\n2]\nrevision = \\\n  'a1'"
            })
    void reads_a_literal(String source) throws PythonException {
        assertThat(names(source)).isEqualTo("Str[a1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revision = 'a' + '1'",
                "revision = str('a1')",
                "revision = f'a{1}'",
                "revision = b'a1'",
                "revision = '\\N{DIGIT ONE}'",
                "revision = 'a1' if x else 'b2'",
                "revision = A",
                "revision = ['a1'][0]",
                "revision, down = 'a1', None",
                "(revision) = 'a1'",
                "revision = 'a1'\nrevision += 'b'",
                "revision = 'a1'\nif x:\n    revision = 'b2'",
                "revision = 'a1'\nif x: revision = 'b2'",
                "try:\n  revision = 'a1'\nexcept E as e: pass",
                "revision = 'a1'\nfor revision in x: pass",
                "revision = 'a1'\nwith x as revision: pass",
                "revision = 'a1'\nx = (revision := 'b2')",
                "revision = 'a1'\nf(revision := 'b2')",
                "revision = 'a1'\ndel revision",
                "revision = 'a1'\nfrom alembic import revision",
                "revision = 'a1'\nimport x as revision",
                "revision = 'a1'\ndef revision(): pass",
                "revision = 'a1'\nclass revision: pass",
                "revision = 'a1'\nasync def revision(): pass"
            })
    void does_not_guess(String source) throws PythonException {
        assertThat(names(source)).isIn("Other", "Call", "Name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "revision = 'a1           | 1:12 a string that is never closed",
                "revision = '''a1\\n       | 1:12 a string that is never closed",
                "revision = ('a1',\\nx = 1 | 1:12 '(' is never closed",
                "x = 1\\nrevision = ('a1'] | 2:17 unmatched ']'",
                "x = 1\\n\\n  y = $x        | 3:7 a character that Python does not know here: '$'",
                "x = \\\\ 1               | 1:5 a backslash that does not end its line",
                "x = f'{a'                | 1:5 a string that is never closed"
            })
    void says_where_a_text_is_no_python(String source, String expected) {
        assertThatThrownBy(() -> names(source.replace("\\n", "\n").replace("\\\\", "\\")))
                .isInstanceOfSatisfying(PythonException.class, e -> assertThat(
                                e.place().line() + ":" + e.place().column() + " " + e.getMessage())
                        .isEqualTo(expected));
    }

    @Test
    void takes_no_depth_that_could_end_the_process() {
        assertThatThrownBy(() -> names("revision = " + "(".repeat(100_000)))
                .isInstanceOf(PythonException.class)
                .hasMessageContaining("more than 200 brackets");
        assertThatThrownBy(() -> names("revision = " + "f\"{".repeat(100_000))).isInstanceOf(PythonException.class);
    }

    private static String names(String source) throws PythonException {
        PythonExpression value =
                PythonModule.read(source, Set.of("revision")).names().get("revision");
        return value instanceof PythonExpression.Str string
                ? "Str[" + string.value() + "]"
                : value == null ? "absent" : value.getClass().getSimpleName();
    }
}
