package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.ObjectRef;

/** A comment. {@code part} is the column or constraint of {@code table}. */
@RegisterForReflection
public record DesiredComment(
        String schema, String table, String kind, @Nullable String part, String text) implements DesiredObject {

    private static final Set<String> OF_TYPES = Set.of("TYPE", "DOMAIN");

    record Row(@Nullable String text) {}

    static DesiredObject of(ObjectChange.SetComment comment, NameResolution names) {
        ObjectRef object = comment.object();
        ObjectKind kind = object.kind();
        String text = comment.text();
        boolean readable = kind.isRelation()
                || kind == ObjectKind.COLUMN
                || kind == ObjectKind.CONSTRAINT
                || kind == ObjectKind.TYPE
                || kind == ObjectKind.DOMAIN;
        return !readable || text == null || text.isEmpty()
                ? Unreadable.of(comment)
                : new DesiredComment(
                        names.schemaOf(object.name()), object.name().name(), kind.name(), object.part(), text);
    }

    @Override
    public boolean needsTable() {
        return !OF_TYPES.contains(kind);
    }

    @Override
    public Optional<List<String>> assignment() {
        return Optional.of(List.of("comment on " + kind, schema, table, Objects.requireNonNullElse(part, "")));
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        Row found = row.as(Row.class);
        return Assessment.set(
                found != null && (later.replace(this) || text.equals(found.text)), "the comment on " + part(part));
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        return kind.equals("COLUMN") && part != null ? server.refusesColumn(this, part) : null;
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.before()
                .find(needsTable() ? Kind.RELATION : Kind.TYPE, schema, table)
                .flatMap(home -> part == null
                        ? Optional.of(on(home.id(), 0))
                        : changes.before()
                                .part(kind.equals("COLUMN") ? Kind.COLUMN : Kind.CONSTRAINT, home.id(), part)
                                .map(found -> on(found.id(), found.sub())))
                .map(comment -> Delta.adding(comment).orChanging(change -> comment.test(change.before())))
                .orElse(Delta.NOTHING);
    }

    private static Predicate<CatalogObject> on(long id, int sub) {
        return object -> object.kind() == Kind.COMMENT && object.id() == id && object.sub() == sub;
    }
}
