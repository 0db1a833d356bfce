package dev.schemagate.migrate.alembic.revisions;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.migrate.alembic.RealAlembic;
import dev.schemagate.migrate.alembic.python.PythonException;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.migrate.alembic.python.PythonModule;
import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.Dice;
import dev.schemagate.testing.NeedsAlembic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Broken and odd revision files, by chance: none ends the reading, and where Python runs one, we know the same values or say that we
 * do not know. {@code -Dfuzz.files} and {@code -Dfuzz.seed} ask for more, or for others.
 */
class MutationTest {

    private static final int FILES = Integer.getInteger("fuzz.files", 1_500);
    private static final long SEED = Long.getLong("fuzz.seed", 20261126);
    private static final Set<String> NAMES = Set.of("revision", "down_revision", "depends_on", "branch_labels");

    private static final List<String> GOOD = List.of(
            "\"\"\"Add 'it'\n\nRevision ID: a1\n\"\"\"\nimport os\n\nrevision = 'a1'\ndown_revision = ('b2', \"c3\")\n"
                    + "branch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n    revision = 'x'\n    if True:\n"
                    + "        pass\n",
            "revision: 'str' = u'a1'; down_revision: 'str | None' = None  # first\nbranch_labels: 'x' = (\n    'left',\n"
                    + "    # and\n    'right',\n)\ndepends_on = [r'b2', '''c3''']\n",
            "x = f\"{'a':>{4}} {{}}\"\ny = revision = 'a' \\\n  '1'\nif x:\n    down_revision = 'b2'\nelse:\n"
                    + "    down_revision = None\ndepends_on = {'b2'}\nclass C:\n    branch_labels = ('no',)\n",
            "revision = 'a\\x31\\n'\ndown_revision = []\ntry:\n    depends_on = 'b2'\nexcept Exception as branch_labels:\n"
                    + "    pass\n\tz = {'revision': 1, \"down\": [1, 2]}\nfor i in [1]: revision += 'y'\n");

    private static final List<String> ODD = List.of(
            "'",
            "\"",
            "'''",
            "\"\"\"",
            "\\",
            "\\\n",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "#",
            ";",
            ":",
            ",",
            "=",
            ":=",
            "+=",
            "==",
            "\n",
            "\n    ",
            "\r",
            "\r\n",
            "\t",
            "\f",
            "\0",
            "\ufeff",
            "ä",
            "😀",
            "f'",
            "b'",
            "rb'",
            "u'",
            "f\"{",
            "{{",
            "$",
            "!",
            " as ",
            "if True: ",
            "del revision\n",
            "revision",
            "down_revision = 'n'\n",
            "None",
            "def ",
            "lambda: ",
            "...",
            "1.5e3",
            "@",
            "->",
            "**",
            "*",
            "or 'q' ",
            "+ 'q' ",
            "\\N{DASH}",
            "\\u00e4",
            "\\777",
            "\\x4",
            "# coding: latin-1\n");

    @TempDir
    Path folder;

    private final Dice dice = new Dice(SEED);

    @Test
    @NeedsAlembic
    void knows_what_python_knows_or_says_that_it_does_not() throws Exception {
        Path mutants = Files.createDirectory(folder.resolve("mutants"));
        List<byte[]> sources = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            sources.add(mutant());
            Files.write(mutants.resolve("m%06d.py".formatted(i)), sources.get(i));
        }
        List<String> answers = RealAlembic.run(folder, "values.py", List.of(mutants.toString()));

        int compared = 0;
        for (int i = 0; i < FILES; i++) {
            JsonNode python = new ObjectMapper().readTree(answers.get(i));
            if (python.isObject()) {
                compared += compare(sources.get(i), python, "seed " + SEED + " file " + i);
            }
        }
        assertThat(compared).as("values compared").isGreaterThan(FILES / 2);
    }

    /** How many values both know. */
    private static int compare(byte[] source, JsonNode python, String which) {
        PythonModule module;
        try {
            module = PythonModule.read(PythonText.decode(source), NAMES);
        } catch (PythonException e) {
            return 0;
        }
        int compared = 0;
        for (String name : NAMES) {
            PythonExpression ours = module.names().get(name);
            String known = known(ours);
            if (!known.equals("unknown")) {
                assertThat(known)
                        .as("%s: %s in %s", which, name, module.text())
                        .isEqualTo(python.has(name) ? python.get(name).toString() : "absent");
                compared++;
            }
        }
        return compared;
    }

    private static String known(PythonExpression value) {
        if (value == null) {
            return "absent";
        }
        if (value instanceof PythonExpression.None) {
            return "null";
        }
        List<String> all = new ArrayList<>();
        for (PythonExpression one :
                value instanceof PythonExpression.Sequence many ? many.elements() : List.of(value)) {
            if (!(one instanceof PythonExpression.Str string)) {
                return "unknown";
            }
            all.add(string.value());
        }
        return new ObjectMapper().valueToTree(all).toString();
    }

    @Test
    void ends_no_reading() {
        for (int i = 0; i < FILES; i++) {
            byte[] source = mutant();
            String which = "seed " + SEED + " file " + i + ": " + new String(source, StandardCharsets.UTF_8);
            List<Revisions.Source> files = List.of(
                    new Revisions.Source("a1_x.py", source),
                    new Revisions.Source("sentinel.py", "revision = 's'".getBytes(StandardCharsets.UTF_8)));
            Revisions read = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Revisions.of(files), which);

            assertThat(read.all()).as(which).anyMatch(revision -> revision.id().equals("s"));
            assertThatCode(() -> read.compare(List.of("s")).describe())
                    .as(which)
                    .doesNotThrowAnyException();
            for (Finding problem : read.problems()) {
                assertThat(problem.range().line()).as(which).isBetween(1, which.split("\r\n|\r|\n", -1).length);
                assertThat(problem.message()).as(which).isNotBlank();
            }
        }
    }

    private byte[] mutant() {
        StringBuilder text = new StringBuilder(dice.of(GOOD));
        for (int changes = dice.upTo(4) - 1; changes > 0; changes--) {
            int at = dice.upTo(text.length() + 1) - 1;
            switch (dice.upTo(7)) {
                case 1 -> text.setLength(at);
                case 2 -> text.delete(at, Math.min(text.length(), at + dice.upTo(20)));
                case 3 -> text.insert(at, dice.of(ODD).repeat(dice.once(6) ? dice.upTo(3_000) : 1));
                case 4 -> text.insert(at, text.substring(dice.upTo(at + 1) - 1, at));
                default -> text.insert(at, dice.of(ODD));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && dice.once(8)) {
            bytes[dice.upTo(bytes.length) - 1] ^= (byte) (1 << (dice.upTo(8) - 1));
        }
        return bytes;
    }
}
