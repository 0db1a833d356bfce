package dev.schemagate.migrate.flyway;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import org.flywaydb.core.internal.parser.PlaceholderReplacingReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is judged has the values in it that Flyway will put there. */
class PlaceholdersTest {

    private static final Map<String, String> GIVEN = Map.of("a", "x", "Empty", "", "money", "$${a}");
    private static final String[] PARTS = {
        "$", "{", "}", "${a}", "${A}", "${empty}", "${money}", "$$", "'", "\n", "a", " "
    };

    private final Placeholders placeholders = Placeholders.offline(GIVEN, "nemo", Optional.of("owner"));

    @Test
    void any_text_is_replaced_as_flyway_replaces_it() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(8); parts >= 0; parts--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            Placeholders.Replaced ours = placeholders.replace(text.toString(), "V1__a.sql");

            if (ours.missing().isEmpty()) {
                assertThat(ours.text()).as(text.toString()).isEqualTo(flyways(text.toString()));
            }
        }
    }

    private static String flyways(String text) throws IOException {
        StringWriter out = new StringWriter();
        try (PlaceholderReplacingReader reader =
                new PlaceholderReplacingReader("${", "}", ":", GIVEN, new StringReader(text))) {
            reader.transferTo(out);
        }
        return out.toString();
    }

    @Test
    void an_environment_variable_stands_for_every_name_that_it_can_spell() {
        Placeholders fromVariable = Placeholders.offline(Map.of("app.user", "nemo_app"), "nemo", Optional.empty());

        assertThat(fromVariable
                        .replace("${app_user} ${app-user} ${App.User}", "")
                        .text())
                .isEqualTo("nemo_app nemo_app nemo_app");
    }

    @Test
    void flyways_own_cannot_be_overridden_and_a_missing_one_is_found_at_its_place() {
        Placeholders mine = Placeholders.offline(Map.of("flyway:user", "somebody"), "nemo", Optional.of("owner"));
        Placeholders.Replaced replaced = mine.replace("${flyway:user} ${flyway:filename} ${nobody}", "V1__a.sql");

        assertThat(replaced.text()).isEqualTo("owner V1__a.sql nobody");
        assertThat(replaced.missing()).containsExactly(new Placeholders.Missing("nobody", 16));
        assertThat(mine.replace("a ${open", "").missing()).hasSize(1);
    }
}
