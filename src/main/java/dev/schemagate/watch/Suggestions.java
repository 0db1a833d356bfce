package dev.schemagate.watch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.DatabaseError;

/** What the catalog lacks by the errors that were seen, and the hotfixes that would add it. */
record Suggestions(CatalogLook catalog, ColumnTypes types, String ownedSchema) {

    /** It may have to load the parser and ask the catalog. */
    Optional<Suggestion> suggest(DatabaseError error) {
        return Suggestion.of(error, types, this::schemaOf, ownedSchema);
    }

    private @Nullable String schemaOf(String table) {
        try {
            return catalog.schemaOf(table);
        } catch (SQLException e) {
            return null;
        }
    }

    /** What the catalog lacks by the error, where that is sure: of anything else its presence would prove nothing later. */
    Optional<MissingObject> missing(DatabaseError error, @Nullable Suggestion suggestion) {
        return MissingObject.of(error, suggestion).filter(object -> {
            try {
                return !catalog.has(object);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    /** What the errors complained of and the catalog still does not have, as the end of a sentence. */
    String stillMissing(Complaints complaints) throws SQLException {
        List<MissingObject> missing = new ArrayList<>();
        for (MissingObject object : complaints.known()) {
            if (!catalog.has(object)) {
                missing.add(object);
            }
        }
        return missing.isEmpty() ? "" : "; still missing: " + Complaints.names(missing);
    }

    /** That the catalog has all of it now, in a sentence; empty where it has not, or where that is not known. */
    String mended(Complaints complaints) throws SQLException {
        return complaints.isKnown() && stillMissing(complaints).isEmpty()
                ? "what was missing is there now: " + Complaints.names(complaints.known())
                : "";
    }
}
