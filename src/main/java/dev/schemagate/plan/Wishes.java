package dev.schemagate.plan;

import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.ObjectRef;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;

/** What one change asks of the catalog. */
final class Wishes {

    private Wishes() {}

    /** Empty where nothing outlives the statement. */
    static Stream<Wish> of(Change change, NameResolution names) {
        if (change instanceof ColumnChange column) {
            return Stream.of(column(column, names));
        }
        if (change instanceof ConstraintChange constraint) {
            return constraint(constraint, names);
        }
        if (change instanceof TableChange.CreateIndex index) {
            return Stream.of(index(index.definition(), names));
        }
        if (change instanceof ObjectChange object) {
            return Stream.of(object(object, names));
        }
        if (change instanceof RowChange.Read
                || change instanceof SessionChange.RunBlock
                || change instanceof SessionChange.Setting
                || change instanceof SessionChange.Loop
                || change instanceof SessionChange.Coerce
                || change instanceof SessionChange.Call call && call.inDefinition()) {
            return Stream.empty();
        }
        if (change instanceof RowChange.Insert insert && insert.leavesTheKeyOpen()) {
            return Stream.of(new Wish.Insert(
                    names.schemaOf(insert.table()), insert.table().name(), insert.constants(), insert.constraint()));
        }
        if (change instanceof Change.Unknown unknown) {
            return Stream.of(new Wish.Unreadable(unknown.reason()));
        }
        return Stream.of(unreadable(change));
    }

    private static Wish column(ColumnChange change, NameResolution names) {
        String schema = names.schemaOf(change.table());
        String table = change.table().name();
        if (change instanceof ColumnChange.Add add) {
            return hasSequence(add.definition()) ? unreadable(change) : column(schema, table, add.definition());
        }
        if (change instanceof ColumnChange.SetDefault set) {
            return new Wish.Default(schema, table, change.column(), text(set.value()));
        }
        if (change instanceof ColumnChange.DropDefault) {
            return new Wish.Default(schema, table, change.column(), null);
        }
        if (change instanceof ColumnChange.SetNotNull || change instanceof ColumnChange.DropNotNull) {
            return new Wish.Nullability(schema, table, change.column(), change instanceof ColumnChange.SetNotNull);
        }
        return unreadable(change);
    }

    /** It would make a sequence in a schema where a hotfix makes nothing. */
    private static boolean hasSequence(ColumnDefinition definition) {
        ColumnDefinition.Generation generation = definition.generation();
        return definition.type().isSerial() || generation != null && generation.expression() == null;
    }

    private static Wish.Column column(String schema, String table, ColumnDefinition definition) {
        ColumnDefinition.Generation generation = definition.generation();
        Expression value = definition.defaultValue();
        return new Wish.Column(
                schema,
                table,
                definition.name(),
                TypeText.of(definition.type()),
                definition.notNull(),
                text(value),
                generation == null ? "" : generation.kind().name(),
                generation == null ? null : text(generation.expression()),
                name(definition.collation()),
                definition.storage(),
                definition.compression());
    }

    private static Stream<Wish> constraint(ConstraintChange change, NameResolution names) {
        String schema = names.schemaOf(change.table());
        if (change instanceof ConstraintChange.Validate validate) {
            return Stream.of(new Wish.Validated(schema, change.table().name(), validate.name()));
        }
        return change instanceof ConstraintChange.Add add
                ? ConstraintWishes.of(schema, change.table().name(), add.definition(), add.withNewColumn(), names)
                : Stream.of(unreadable(change));
    }

    private static Wish index(IndexDefinition index, NameResolution names) {
        QualifiedName name = index.name();
        if (name == null) {
            return new Wish.Unreadable("an index without a name is another one at each run");
        }
        return new Wish.Index(
                names.schemaOf(index.table()),
                index.table().name(),
                name.name(),
                index.method(),
                index.unique(),
                index.nullsNotDistinct(),
                index.only(),
                index.keys().stream().map(Wishes::key).toList(),
                index.include(),
                index.with(),
                index.tablespace(),
                text(index.where()));
    }

    static Wish.Index.Key key(IndexDefinition.Key key) {
        return new Wish.Index.Key(
                key.column(),
                text(key.expression()),
                name(key.collation()),
                name(key.collateInside()),
                name(key.operatorClass()),
                key.classOptions(),
                key.descending(),
                key.nullsFirst());
    }

    private static Wish object(ObjectChange change, NameResolution names) {
        ObjectRef object = change.object();
        String schema = names.schemaOf(object.name());
        if (change instanceof ObjectChange.AddEnumValue add) {
            return new Wish.EnumValue(schema, object.name().name(), add.value(), add.neighbour(), add.before());
        }
        if (change instanceof ObjectChange.SetComment comment && readable(object.kind())) {
            String text = comment.text();
            return text == null || text.isEmpty()
                    ? unreadable(change)
                    : new Wish.Comment(
                            schema, object.name().name(), object.kind().name(), object.part(), text);
        }
        return unreadable(change);
    }

    private static boolean readable(ObjectKind kind) {
        return kind.isRelation()
                || kind == ObjectKind.COLUMN
                || kind == ObjectKind.CONSTRAINT
                || kind == ObjectKind.TYPE
                || kind == ObjectKind.DOMAIN;
    }

    private static Wish unreadable(Change change) {
        String words = change.getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", " $1");
        return new Wish.Unreadable(words.toLowerCase(Locale.ROOT) + ": the catalog does not show whether it was done");
    }

    static @Nullable String text(@Nullable Expression expression) {
        return expression == null ? null : expression.text();
    }

    private static @Nullable String name(@Nullable QualifiedName name) {
        return name == null ? null : name.sql();
    }
}
