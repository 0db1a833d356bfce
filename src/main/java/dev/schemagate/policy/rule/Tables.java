package dev.schemagate.policy.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TableChange;

/** What is known of tables: by the scripts that make them, or by a catalog. What neither tells is not known. Filled, then only read. */
public final class Tables {

    private final Set<QualifiedName> partitioned = new HashSet<>();
    private final Map<QualifiedName, Map<String, String>> types = new HashMap<>();
    /** The columns of unique keys, by the names of their constraints and indexes. */
    private final Map<QualifiedName, Map<String, Set<String>>> keys = new HashMap<>();
    /** Those of which every key is known. */
    private final Set<QualifiedName> whole = new HashSet<>();

    /** Takes in what a script does when it runs. What a hotfix brings is left out: old code knows nothing of it. */
    public Tables learn(Script script, NameResolution before) {
        if (script.kind() == ScriptKind.HOTFIX) {
            return this;
        }
        NameResolution names = before;
        for (Statement statement : script.parsed().statements()) {
            for (Effect effect : statement.allEffects().toList()) {
                learn(effect.change(), names);
                names = names.after(effect.change());
            }
        }
        return this;
    }

    /** Whether nothing is known yet. */
    public boolean isEmpty() {
        return types.isEmpty() && partitioned.isEmpty() && keys.isEmpty();
    }

    /** A table as a catalog has it. */
    public void put(
            QualifiedName table, boolean isPartitioned, Map<String, String> columns, Map<String, Set<String>> unique) {
        if (isPartitioned) {
            partitioned.add(table);
        }
        types.put(table, new HashMap<>(columns));
        keys.put(table, new HashMap<>(unique));
        whole.add(table);
    }

    public boolean isPartitioned(QualifiedName table) {
        return partitioned.contains(table);
    }

    /** As {@code format_type} prints it. */
    public Optional<String> type(QualifiedName table, String column) {
        return Optional.ofNullable(types.getOrDefault(table, Map.of()).get(column));
    }

    /** Whether a unique key that is checked at once consists of some of these columns; empty where that is not known. */
    public Optional<Boolean> hasKeyAmong(QualifiedName table, Collection<String> columns, @Nullable String constraint) {
        Map<String, Set<String>> all = keys.getOrDefault(table, Map.of());
        boolean found = all.entrySet().stream()
                .filter(key -> constraint == null || key.getKey().equals(constraint))
                .anyMatch(key -> columns.containsAll(key.getValue()));
        return found ? Optional.of(true) : whole.contains(table) ? Optional.of(false) : Optional.empty();
    }

    private void learn(Change change, NameResolution names) {
        if (change instanceof TableChange.Create create) {
            create(create, names);
        } else if (change instanceof TableChange.AttachPartition attach) {
            partitioned.add(names.resolve(attach.table()));
        } else if (change instanceof TableChange.CreateIndex index) {
            index(index.definition(), names.resolve(index.table()));
        } else if (change instanceof ColumnChange column) {
            column(column, names.resolve(column.table()));
        } else if (change instanceof ConstraintChange.Add add) {
            key(names.resolve(add.table()), add.definition());
        } else if (change instanceof ConstraintChange.Drop drop) {
            drop(names.resolve(drop.table()), drop.name());
        } else if (change instanceof ObjectChange object) {
            object(object, names.resolve(object.object().name()));
        }
    }

    private void create(TableChange.Create create, NameResolution names) {
        QualifiedName table = names.resolve(create.table());
        forget(table);
        if (create.partitioned()) {
            partitioned.add(table);
        }
        if (create.partitionOf()) {
            create.parents().forEach(parent -> partitioned.add(names.resolve(parent)));
        }
        if (create.parents().isEmpty() && create.like().isEmpty() && !create.asQuery()) {
            whole.add(table);
        }
        create.columns().forEach(column -> add(table, column));
        create.columns().stream()
                .flatMap(column -> column.constraints().stream())
                .forEach(c -> key(table, c));
        create.constraints().forEach(constraint -> key(table, constraint));
    }

    private void add(QualifiedName table, ColumnDefinition column) {
        types.computeIfAbsent(table, t -> new HashMap<>())
                .put(column.name(), column.type().canonical());
    }

    private void column(ColumnChange change, QualifiedName table) {
        if (change instanceof ColumnChange.Add add) {
            add(table, add.definition());
        } else if (change instanceof ColumnChange.Retype retype) {
            types.computeIfAbsent(table, t -> new HashMap<>())
                    .put(change.column(), retype.type().canonical());
        } else if (change instanceof ColumnChange.Drop || change instanceof ColumnChange.Rename) {
            types.getOrDefault(table, new HashMap<>()).remove(change.column());
            keys.getOrDefault(table, new HashMap<>()).values().removeIf(key -> key.contains(change.column()));
            if (change instanceof ColumnChange.Rename) {
                whole.remove(table);
            }
        }
    }

    private void key(QualifiedName table, ConstraintDefinition constraint) {
        boolean unique = constraint.type() == ConstraintDefinition.Type.UNIQUE
                || constraint.type() == ConstraintDefinition.Type.PRIMARY_KEY;
        if (!unique || constraint.deferrable() || constraint.period()) {
            return;
        }
        if (constraint.usingIndex() != null) {
            whole.remove(table);
        } else {
            String chosen = constraint.type() == ConstraintDefinition.Type.PRIMARY_KEY
                    ? table.name() + "_pkey"
                    : table.name() + "_" + String.join("_", constraint.columns()) + "_key";
            put(table, constraint.name() == null ? chosen : constraint.name(), constraint.columns());
        }
    }

    private void index(IndexDefinition index, QualifiedName table) {
        QualifiedName name = index.name();
        if (index.unique() && index.expressions().findAny().isEmpty() && name != null) {
            put(
                    table,
                    name.name(),
                    index.keys().stream()
                            .map(key -> String.valueOf(key.column()))
                            .toList());
        }
    }

    private void put(QualifiedName table, String name, List<String> columns) {
        keys.computeIfAbsent(table, t -> new HashMap<>()).put(name, Set.copyOf(columns));
    }

    private void drop(QualifiedName table, String constraint) {
        // One that was given no name may have another than is thought here.
        if (keys.getOrDefault(table, new HashMap<>()).remove(constraint) == null) {
            keys.remove(table);
            whole.remove(table);
        }
    }

    private void object(ObjectChange change, QualifiedName name) {
        boolean gone = change instanceof ObjectChange.Drop
                || change instanceof ObjectChange.Rename
                || change instanceof ObjectChange.Move;
        if (gone && change.object().kind() == ObjectKind.INDEX) {
            keys.forEach((table, all) -> {
                if (names(table).equals(names(name))) {
                    all.remove(name.name());
                }
            });
        } else if (gone && change.object().kind() == ObjectKind.CONSTRAINT) {
            keys.remove(name);
            whole.remove(name);
        } else if (gone && change.object().kind().isRelation()) {
            forget(name);
        }
    }

    private static String names(QualifiedName relation) {
        return String.valueOf(relation.schema());
    }

    private void forget(QualifiedName table) {
        partitioned.remove(table);
        types.remove(table);
        keys.remove(table);
        whole.remove(table);
    }
}
