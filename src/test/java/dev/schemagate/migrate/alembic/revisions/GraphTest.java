package dev.schemagate.migrate.alembic.revisions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.migrate.alembic.RealAlembic;
import dev.schemagate.testing.Dice;
import dev.schemagate.testing.NeedsAlembic;

import static org.assertj.core.api.Assertions.assertThat;

/** What we read of revision files, and what Alembic does. {@code -Dgraph.count} and {@code -Dgraph.seed} ask for more, or for others. */
class GraphTest {

    private static final int GRAPHS = Integer.getInteger("graph.count", 120);
    private static final long SEED = Long.getLong("graph.seed", 20261126);

    @TempDir
    Path folder;

    @Test
    @NeedsAlembic
    void agrees_with_alembic_about_graphs_that_chance_made() throws Exception {
        Map<Path, List<List<String>>> contents = new LinkedHashMap<>();
        Dice dice = new Dice(SEED);
        for (int i = 0; i < GRAPHS; i++) {
            Path project = folder.resolve("p" + i);
            RandomProject random = new RandomProject(dice, dice.once(4));
            random.write(project);
            contents.put(project, random.rows(8));
            Files.writeString(
                    project.resolve("rows.json"), new ObjectMapper().writeValueAsString(contents.get(project)));
        }
        List<String> answers = RealAlembic.run(
                folder,
                "graphs.py",
                contents.keySet().stream().map(Path::toString).toList());

        int broken = 0;
        int positions = 0;
        List<Path> projects = List.copyOf(contents.keySet());
        for (int i = 0; i < GRAPHS; i++) {
            Path project = projects.get(i);
            JsonNode answer = new ObjectMapper().readTree(answers.get(i));
            Revisions ours = Revisions.read(List.of(project.resolve("versions")), false);
            String which = "seed " + SEED + ", graph " + i + ", Alembic says " + answer + ", ours " + ours.problems();
            if (answer.has("error")) {
                broken++;
                assertThat(ours.problems()).as(which).isNotEmpty();
                continue;
            }
            assertThat(ours.problems()).as(which).isEmpty();
            assertThat(ids(ours.heads())).as(which).isEqualTo(strings(answer.get("heads")));
            assertThat(ids(ours.effectiveHeads())).as(which).isEqualTo(strings(answer.get("effective")));
            for (int j = 0; j < contents.get(project).size(); j++) {
                List<String> rows = contents.get(project).get(j);
                check(
                        which + " at " + rows,
                        ours.compare(rows),
                        answer.get("upgrades").get(j));
                positions++;
            }
        }
        assertThat(broken).as("graphs that Alembic refuses").isGreaterThan(GRAPHS / 10);
        assertThat(positions).as("positions compared").isGreaterThan(GRAPHS * 4);
    }

    private static void check(String which, AlembicPosition position, JsonNode upgrade) {
        String error = upgrade.path("error").asText("");
        if (position instanceof AlembicPosition.Behind behind) {
            assertThat(error).as(which).isEmpty();
            assertThat(ids(behind.pending())).as(which).isEqualTo(strings(upgrade.get("runs")));
            assertThat(behind.pending()).as(which).doesNotHaveDuplicates();
            inOrder(which, behind.pending());
        } else if (position instanceof AlembicPosition.AtHead head
                && head.redundant().isEmpty()) {
            assertThat(upgrade.path("runs")).as(which).isEmpty();
            assertThat(error).as(which).isEmpty();
        } else if (position instanceof AlembicPosition.AtHead || position instanceof AlembicPosition.Redundant) {
            assertThat(error).as(which).contains("overlaps with other requested revisions");
        } else {
            assertThat(error).as(which + position).contains("Can't locate revision");
        }
    }

    private static void inOrder(String which, List<Revision> pending) {
        List<String> order = pending.stream().map(Revision::id).toList();
        for (Revision revision : pending) {
            List<String> needed = new ArrayList<>(revision.down());
            needed.addAll(revision.dependsOn());
            needed.retainAll(order);
            needed.forEach(id -> assertThat(order.indexOf(id))
                    .as(which + ": " + id + " before " + revision.id())
                    .isLessThan(order.indexOf(revision.id())));
        }
    }

    private static TreeSet<String> ids(List<Revision> revisions) {
        return new TreeSet<>(revisions.stream().map(Revision::id).toList());
    }

    private static TreeSet<String> strings(JsonNode list) {
        TreeSet<String> strings = new TreeSet<>();
        list.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
