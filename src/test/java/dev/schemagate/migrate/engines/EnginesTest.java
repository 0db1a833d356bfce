package dev.schemagate.migrate.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The seam between the gate and its migration engines. */
class EnginesTest {

    private static final Path MAIN = Path.of("src/main/java/dev/schemagate");

    @Test
    void only_an_engine_knows_what_its_history_table_is_called() throws IOException {
        assertThat(Engines.LEDGERS).hasSizeGreaterThan(1);
        try (Stream<Path> sources = Files.walk(MAIN)) {
            List<String> outside = sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(MAIN.resolve("migrate"))
                            || file.getParent().endsWith("migrate"))
                    .filter(file -> Engines.LEDGERS.stream().anyMatch(code(file)::contains))
                    .map(Path::toString)
                    .toList();

            assertThat(outside)
                    .as("whoever needs the name asks Engines, or is handed it; a further engine is then one folder")
                    .isEmpty();
        }
    }

    @Test
    void each_engine_names_one_table_and_no_other_engines() throws IOException {
        for (String ledger : Engines.LEDGERS) {
            try (Stream<Path> sources = Files.walk(MAIN.resolve("migrate"))) {
                assertThat(sources.filter(Files::isRegularFile)
                                .filter(file -> code(file).contains('"' + ledger + '"'))
                                .toList())
                        .as(ledger)
                        .hasSize(1);
            }
        }
    }

    /** A source without its comments, which may tell people of a name. */
    private static String code(Path file) {
        try {
            return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
