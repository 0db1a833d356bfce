package dev.schemagate.migrate.alembic.python;

import dev.schemagate.sql.SourceRange;

/**
 * A comment, from its {@code #} to the end of its line.
 *
 * @param alone whether nothing stands before it on its line
 */
public record Comment(SourceRange range, String text, boolean alone) {}
