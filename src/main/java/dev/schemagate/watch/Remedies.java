package dev.schemagate.watch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.DatabaseError;

/** What the catalog lacks by the errors that were seen, and the hotfixes that would add it. */
record Remedies(CatalogLook catalog, ColumnResolver resolver, ColumnTypes types, String ownedSchema) {

    private static final int MOST = 3;

    Optional<Suggestion> suggest(DatabaseError error) {
        return Suggestion.of(error, resolver, types, this::schemaOf, ownedSchema);
    }

    private @Nullable String schemaOf(String table) {
        try {
            return catalog.schemaOf(table);
        } catch (SQLException e) {
            return null;
        }
    }

    /** What the counted errors complained of and the catalog still does not have, as the end of a sentence. */
    String stillMissing(List<ErrorBook.Entry> errors) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (ErrorBook.Entry entry : errors) {
            Suggestion suggestion = entry.suggestion();
            if (entry.counted()
                    && suggestion != null
                    && suggestion.schema() != null
                    && suggestion.table() != null
                    && missing.size() < MOST
                    && !catalog.hasColumn(suggestion.schema(), suggestion.table(), suggestion.column())) {
                missing.add(suggestion.schema() + "." + suggestion.table() + "." + suggestion.column());
            }
        }
        return missing.isEmpty() ? "" : "; still missing: " + String.join(", ", missing);
    }
}
