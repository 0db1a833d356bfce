package dev.schemagate.policy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;

/** The full names that a contract may declare for an effect. */
final class Removed {

    private Removed() {}

    /**
     * Part by part: schema, relation, and the column or constraint where it is one; also the relation alone. None by CASCADE,
     * which takes away what no declaration names.
     */
    static List<List<String>> by(Subject subject) {
        if (subject.change().cascade()) {
            return List.of();
        }
        List<List<String>> names = new ArrayList<>();
        String part = part(subject.change());
        for (QualifiedName target : Targets.of(subject)) {
            String schema = target.schema() == null ? "" : target.schema();
            if (target.name().equals("*")) {
                names.add(List.of(schema));
            } else if (part == null) {
                names.add(List.of(schema, target.name()));
            } else {
                names.add(List.of(schema, target.name(), part));
            }
        }
        return names;
    }

    private static @Nullable String part(Change change) {
        if (change instanceof ColumnChange column) {
            return column.column();
        }
        if (change instanceof ConstraintChange.Drop drop) {
            return drop.name();
        }
        return change instanceof ObjectChange object ? object.object().part() : null;
    }
}
