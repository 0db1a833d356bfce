package dev.schemagate.policy.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.Repetition;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TableChange;

/** Something a statement adds, by its full name; equal where two statements add the same. */
record Addition(String kind, QualifiedName owner, String name) {

    static Optional<Addition> of(Change change, NameResolution names) {
        if (change instanceof ColumnChange.Add add) {
            return Optional.of(new Addition("column", names.resolve(add.table()), add.column()));
        }
        if (change instanceof ConstraintChange.Add add && add.definition().name() != null) {
            return Optional.of(new Addition(
                    "constraint", names.resolve(add.table()), add.definition().name()));
        }
        if (change instanceof TableChange.CreateIndex index
                && index.definition().name() != null) {
            QualifiedName name = index.definition().name();
            QualifiedName schema = new QualifiedName(names.schemaOf(index.table()), "");
            return Optional.of(new Addition("index", schema, name.name()));
        }
        if (change instanceof ObjectChange.AddEnumValue add) {
            return Optional.of(new Addition("value", names.resolve(add.object().name()), add.value()));
        }
        return Optional.empty();
    }

    /** The name of the first of these migrations that adds the same and fails where it exists. */
    static Optional<String> pending(List<ParsedScript> migrations, NameResolution names, Addition wanted) {
        return migrations.stream()
                .filter(migration -> fragile(migration, names).anyMatch(wanted::equals))
                .map(migration -> migration.source().name())
                .findFirst();
    }

    private static Stream<Addition> fragile(ParsedScript migration, NameResolution names) {
        return migration.statements().stream()
                .flatMap(Statement::allEffects)
                .filter(effect -> effect.repetition().outcome() != Repetition.Outcome.NOTHING)
                .flatMap(effect -> of(effect.change(), names).stream());
    }

    String label() {
        String named = QualifiedName.quote(name);
        return kind + " " + (kind.equals("index") ? named : owner.sql() + "." + named);
    }
}
