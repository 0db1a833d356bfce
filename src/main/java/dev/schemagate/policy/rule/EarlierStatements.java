package dev.schemagate.policy.rule;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnType;
import dev.schemagate.sql.ColumnTypes;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RelationUse;
import dev.schemagate.sql.Repetition;
import dev.schemagate.sql.TableChange;

/** What the statements before the one at hand have made and locked. Rules only read it. */
public final class EarlierStatements {

    private final ColumnTypes types;
    private final Set<QualifiedName> created = new HashSet<>();
    private final Set<String> columns = new HashSet<>();
    private final Set<String> constraints = new HashSet<>();
    private final Set<QualifiedName> locked = new HashSet<>();

    /** @param types what the scripts before this one have made of them; it follows this one, too */
    public EarlierStatements(ColumnTypes types) {
        this.types = types;
    }

    /** What a column has had so far; empty where that is not known. */
    public Optional<ColumnType> type(QualifiedName table, String column) {
        return types.of(table, column);
    }

    boolean created(QualifiedName relation) {
        return created.contains(relation);
    }

    boolean added(QualifiedName table, String column) {
        return columns.contains(key(table, column));
    }

    /** Whether the constraint was added in the transaction that is still open. */
    public boolean addedInTransaction(QualifiedName table, String constraint) {
        return constraints.contains(key(table, constraint));
    }

    /** The existing relations on which the open transaction holds locks that stop writes. */
    public Set<QualifiedName> locked() {
        return Set.copyOf(locked);
    }

    public void beginTransaction() {
        constraints.clear();
        locked.clear();
    }

    /** Takes note of an effect after it was judged. */
    public void add(Subject subject) {
        Effect effect = subject.effect();
        types.after(effect, subject.names());
        for (RelationUse use : effect.relations()) {
            QualifiedName relation = subject.resolve(use.relation());
            if (use.lock().blocksWrites() && !created.contains(relation)) {
                locked.add(relation);
            }
        }
        // What IF NOT EXISTS or a guard lets pass may have been there all along: old code may use it.
        boolean surelyNew = effect.repetition().outcome() == Repetition.Outcome.FAILS;
        if (effect.change() instanceof ConstraintChange.Add add
                && add.definition().name() != null) {
            constraints.add(key(subject.resolve(add.table()), add.definition().name()));
        } else if (!surelyNew) {
            return;
        } else if (effect.change() instanceof TableChange.Create create) {
            created.add(subject.resolve(create.table()));
        } else if (effect.change() instanceof ObjectChange.Create create) {
            created.add(subject.resolve(create.object().name()));
        } else if (effect.change() instanceof ColumnChange.Add add) {
            columns.add(key(subject.resolve(add.table()), add.column()));
        }
    }

    private static String key(QualifiedName table, String part) {
        return table.sql() + "." + QualifiedName.quote(part);
    }
}
