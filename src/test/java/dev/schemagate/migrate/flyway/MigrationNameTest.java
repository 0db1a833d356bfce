package dev.schemagate.migrate.flyway;

import java.util.ArrayList;
import java.util.List;

import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.junit.jupiter.api.Test;

import dev.schemagate.migrate.flyway.MigrationName.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/** A name means what Flyway's own parser reads in it. */
class MigrationNameTest {

    private static final List<String> HEADS = List.of(
            "V",
            "B",
            "R",
            "v",
            "r",
            "",
            "0001",
            "V1",
            "V1.2",
            "V1_2",
            "V01",
            "V1.",
            "V1a",
            "B2",
            "R1",
            "X1",
            "Vnext",
            "migration");
    private static final List<String> TAILS = List.of("", "_a", "__a", "__a_b", "___a", "__", "-a", "__a__b", "__ä");

    @Test
    void versions_descriptions_and_callbacks_are_told_as_flyway_tells_them() {
        ResourceNameParser flyways = new ResourceNameParser(new FluentConfiguration());
        List<String> heads = new ArrayList<>(HEADS);
        for (Event event : Event.values()) {
            heads.add(event.getId());
            heads.add(event.getId().toLowerCase(java.util.Locale.ROOT));
        }
        for (String head : heads) {
            for (String tail : TAILS) {
                String file = head + tail + ".sql";
                ResourceName right = flyways.parse(file);
                MigrationName ours = MigrationName.of(file);

                // Flyway takes the word next for a version, under which nothing can be applied.
                assertThat(ours.kind().runs()).as(file).isEqualTo(right.isValid() && !head.equals("Vnext"));
                if (ours.version() != null) {
                    assertThat(ours.version()).as(file).isEqualTo(right.getVersion());
                } else if (ours.kind() == Kind.REPEATABLE) {
                    assertThat(ours.key()).as(file).isEqualTo(right.getDescription());
                }
            }
        }
    }

    @Test
    void a_name_that_is_almost_right_is_answered_with_the_right_one() {
        assertThat(MigrationName.of("V1_users.sql").problem()).isEqualTo("rename it V1__users.sql");
        assertThat(MigrationName.of("v2__users.sql").problem()).isEqualTo("rename it V2__users.sql");
        assertThat(MigrationName.of("V2.1-add users.sql").problem()).isEqualTo("rename it V2.1__add users.sql");
        assertThat(MigrationName.of("R1__views.sql").problem()).isEqualTo("rename it R__views.sql");
        assertThat(MigrationName.of("aftermigrate.sql").problem()).isEqualTo("rename it afterMigrate.sql");
        assertThat(MigrationName.of("0001.sql").problem()).isEqualTo("rename it V<version>__<description>.sql");
    }

    @Test
    void what_is_no_sql_is_a_program_only_where_flyway_would_start_it() {
        assertThat(MigrationName.of("V2__x.sh").kind()).isEqualTo(Kind.PROGRAM);
        assertThat(MigrationName.of("afterMigrate").kind()).isEqualTo(Kind.PROGRAM);
        assertThat(MigrationName.of("README").kind()).isEqualTo(Kind.OTHER);
        assertThat(MigrationName.of("V2__x.sql.conf").kind()).isEqualTo(Kind.OTHER);
        assertThat(MigrationName.of("run.sh").kind()).isEqualTo(Kind.OTHER);
        assertThat(MigrationName.of("U2__x.sql").kind()).isEqualTo(Kind.UNDO);
    }
}
