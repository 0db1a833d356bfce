package dev.schemagate.policy.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.Repetition;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TableChange;

/**
 * A name that a statement gives, wherever it must be unique; equal where two statements give the same.
 *
 * @param owner the table of a column or constraint, the type of a value; of a relation its schema alone
 */
record Addition(Kind kind, QualifiedName owner, String name) {

    enum Kind {
        COLUMN,
        CONSTRAINT,
        /** Tables, views, sequences and indexes share one space of names. */
        RELATION,
        VALUE
    }

    /** What the effect of a hotfix adds. */
    static Optional<Addition> of(Change change, NameResolution names) {
        return all(change, names).findFirst();
    }

    /** The name of the first of these migrations that gives the same name and fails where it is taken. */
    static Optional<String> pending(List<ParsedScript> migrations, NameResolution names, Addition wanted) {
        return migrations.stream()
                .filter(migration ->
                        fragile(migration).flatMap(change -> all(change, names)).anyMatch(wanted::equals))
                .map(migration -> migration.source().name())
                .findFirst();
    }

    /** The name of the first of these migrations that gives the table the name it is called by. */
    static Optional<String> renamed(List<ParsedScript> migrations, NameResolution names, QualifiedName table) {
        Addition taken = relation(names, table, table.name());
        return migrations.stream()
                .filter(migration -> fragile(migration)
                        .filter(ObjectChange.Rename.class::isInstance)
                        .flatMap(change -> all(change, names))
                        .anyMatch(taken::equals))
                .map(migration -> migration.source().name())
                .findFirst();
    }

    private static Stream<Change> fragile(ParsedScript migration) {
        return migration.statements().stream()
                .flatMap(Statement::allEffects)
                .filter(effect -> effect.repetition().outcome() != Repetition.Outcome.NOTHING)
                .map(effect -> effect.change());
    }

    private static Stream<Addition> all(Change change, NameResolution names) {
        if (change instanceof ColumnChange.Add add) {
            return Stream.of(column(names, add.table(), add.column()));
        }
        if (change instanceof ColumnChange.Rename rename) {
            return Stream.of(column(names, rename.table(), rename.newName()));
        }
        if (change instanceof ConstraintChange.Add add) {
            return IndexedConstraint.name(add.table(), add.definition()).stream()
                    .flatMap(name -> constraint(names, add.table(), name, IndexedConstraint.is(add.definition())));
        }
        if (change instanceof TableChange.CreateIndex index) {
            return Stream.of(relation(names, index.table(), IndexedConstraint.name(index.definition())));
        }
        if (change instanceof TableChange.Create create) {
            return Stream.concat(
                    Stream.of(relation(names, create.table(), create.table().name())),
                    IndexedConstraint.names(create).map(name -> relation(names, create.table(), name)));
        }
        if (change instanceof ObjectChange.AddEnumValue add) {
            return Stream.of(new Addition(Kind.VALUE, names.resolve(add.object().name()), add.value()));
        }
        if (change instanceof ObjectChange.RenameEnumValue rename) {
            return Stream.of(
                    new Addition(Kind.VALUE, names.resolve(rename.object().name()), rename.newValue()));
        }
        return change instanceof ObjectChange.Rename rename ? renamed(rename, names) : Stream.of();
    }

    /** A constraint that has an index renames it, too, and whether it has one only the catalog knows. */
    private static Stream<Addition> renamed(ObjectChange.Rename rename, NameResolution names) {
        QualifiedName object = rename.object().name();
        if (rename.object().kind() == ObjectKind.CONSTRAINT) {
            return constraint(names, object, rename.newName(), true);
        }
        return rename.object().kind().isRelation() ? Stream.of(relation(names, object, rename.newName())) : Stream.of();
    }

    private static Stream<Addition> constraint(
            NameResolution names, QualifiedName table, String name, boolean withIndex) {
        Addition constraint = new Addition(Kind.CONSTRAINT, names.resolve(table), name);
        return withIndex ? Stream.of(constraint, relation(names, table, name)) : Stream.of(constraint);
    }

    private static Addition column(NameResolution names, QualifiedName table, String name) {
        return new Addition(Kind.COLUMN, names.resolve(table), name);
    }

    private static Addition relation(NameResolution names, QualifiedName beside, String name) {
        return new Addition(Kind.RELATION, new QualifiedName(names.schemaOf(beside), ""), name);
    }

    String label() {
        String named = QualifiedName.quote(name);
        return switch (kind) {
            case COLUMN -> "column " + owner.sql() + "." + named;
            case CONSTRAINT -> "constraint " + owner.sql() + "." + named;
            case RELATION -> "index " + named;
            case VALUE -> "value " + owner.sql() + "." + named;
        };
    }
}
