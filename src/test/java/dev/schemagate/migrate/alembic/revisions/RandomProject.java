package dev.schemagate.migrate.alembic.revisions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.schemagate.testing.Dice;

/** Revision files of a graph that chance made: branches, merges, several bases, dependencies, labels, and at times a mistake. */
final class RandomProject {

    private final Dice dice;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private record Node(List<String> down, List<String> depends, List<String> labels) {}

    RandomProject(Dice dice, boolean faulty) {
        this.dice = dice;
        int count = dice.upTo(14);
        for (int i = 0; i < count; i++) {
            nodes.put("r%d%c%dx".formatted(i, 'a' + i % 26, dice.upTo(90_000)), node(i));
        }
        if (faulty) {
            spoil();
        }
    }

    private Node node(int index) {
        List<String> before = List.copyOf(nodes.keySet());
        List<String> down = new ArrayList<>();
        List<String> depends = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        if (!before.isEmpty() && !dice.once(6)) {
            down.add(dice.once(3) ? dice.of(before) : before.get(before.size() - 1));
            if (dice.once(5)) {
                down.add(dice.of(before));
            }
        } else if (dice.once(2)) {
            labels.add("label" + index);
        }
        if (!before.isEmpty() && dice.once(5)) {
            String needed = dice.of(before);
            List<String> known = nodes.get(needed).labels();
            depends.add(known.isEmpty() ? needed : known.get(0));
        }
        return new Node(down.stream().distinct().toList(), depends, labels);
    }

    private void spoil() {
        String id = dice.of(List.copyOf(nodes.keySet()));
        String other = dice.of(List.copyOf(nodes.keySet()));
        Node old = nodes.get(id);
        nodes.put(
                id,
                switch (dice.upTo(5)) {
                    case 1 -> new Node(List.of("nowhere"), old.depends(), old.labels());
                    case 2 -> new Node(old.down(), List.of("nowhere"), old.labels());
                    case 3 -> new Node(List.of(id), old.depends(), old.labels());
                    case 4 -> new Node(old.down(), old.depends(), List.of(other));
                    default -> new Node(List.of(other.substring(0, other.length() - 1)), old.depends(), old.labels());
                });
    }

    /** Rows that a version table may hold: known or not. */
    List<List<String>> rows(int count) {
        List<String> ids = new ArrayList<>(nodes.keySet());
        List<List<String>> rows = new ArrayList<>(List.of(List.of()));
        for (int i = 1; i < count; i++) {
            List<String> some = new ArrayList<>();
            for (int j = dice.upTo(3); j > 0; j--) {
                some.add(dice.once(12) ? "unknown" + j : dice.of(ids));
            }
            rows.add(some.stream().distinct().toList());
        }
        return rows;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("versions"));
        for (Map.Entry<String, Node> node : nodes.entrySet()) {
            Files.writeString(
                    folder.resolve("versions/" + node.getKey() + "_x.py"), source(node.getKey(), node.getValue()));
        }
    }

    private String source(String id, Node node) {
        String text = dice.of(
                        "\"\"\"Add it\n\nrevision = 'no'\n\"\"\"\nfrom typing import Sequence, Union\n\n",
                        "# down_revision = 'no'\nfrom typing import Sequence, Union; import os\n",
                        "\n\n\"\"\"x\"\"\"\nfrom typing import Sequence, Union\n")
                + assignment("revision", List.of(id))
                + assignment("down_revision", node.down())
                + (node.labels().isEmpty() && dice.once(2) ? "" : assignment("branch_labels", node.labels()))
                + (node.depends().isEmpty() && dice.once(2) ? "" : assignment("depends_on", node.depends()))
                + dice.of(
                        "def upgrade(): pass\n",
                        "\n\ndef upgrade():\n    revision = 'inner'\n    down_revision = None\n    pass\n");
        return dice.once(4) ? text.replace("\n", "\r\n") : text;
    }

    private String assignment(String name, List<String> values) {
        return name + dice.of("", ": Union[str, Sequence[str], None]", ": 'str | None'", " ")
                + dice.of("=", " = ", " = \\\n    ") + value(name, values) + dice.of("", "  # as 'x' said", ";") + "\n";
    }

    private String value(String name, List<String> values) {
        if (values.isEmpty()) {
            return dice.of("None", "()", "[]", "None");
        }
        if (values.size() == 1 && (name.equals("revision") || dice.once(2))) {
            return literal(values.get(0));
        }
        String list = values.stream()
                .map(this::literal)
                .collect(Collectors.joining(dice.of(",", ", ", ",\n    # and\n    ")));
        return dice.of("(" + list + ",)", "[" + list + "]", "(\n    " + list + ",  # last\n)");
    }

    private String literal(String value) {
        int half = value.length() / 2;
        return dice.of(
                "'" + value + "'",
                "\"" + value + "\"",
                "u'" + value + "'",
                "r\"\"\"" + value + "\"\"\"",
                "('" + value.substring(0, half) + "' \"" + value.substring(half) + "\")",
                "'\\x%02x%s'".formatted((int) value.charAt(0), value.substring(1)));
    }
}
