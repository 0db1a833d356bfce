package dev.schemagate.desired;

import java.util.Locale;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.schemagate.sql.Change;

/** Something that the catalog does not show. */
@RegisterForReflection
public record Unreadable(String reason) implements OfNoTable {

    static Unreadable of(Change change) {
        String words = change.getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", " $1");
        return new Unreadable(words.toLowerCase(Locale.ROOT) + ": the catalog does not show whether it was done");
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        return Assessment.unknown(reason);
    }
}
