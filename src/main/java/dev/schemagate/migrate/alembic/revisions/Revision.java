package dev.schemagate.migrate.alembic.revisions;

import java.util.List;

import dev.schemagate.sql.SourceRange;

/**
 * A revision file, by what it says of itself.
 *
 * @param file its path, as findings print it
 * @param id {@code revision}
 * @param at where the file says so
 * @param down {@code down_revision}: the revisions it follows; empty for a base
 * @param dependsOn {@code depends_on}: ids or branch labels of revisions that must be there before
 * @param labels {@code branch_labels}
 */
public record Revision(
        String file, String id, SourceRange at, List<String> down, List<String> dependsOn, List<String> labels) {

    /** {@code c3 (versions/c3_tax.py:12)}. */
    public String describe() {
        return id + " (" + place() + ")";
    }

    String place() {
        return file + ":" + at.line();
    }
}
