package dev.schemagate.migrate.alembic.operations;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.SourceRange;

/**
 * SQL, and where in the revision it comes from.
 *
 * @param sql without a semicolon
 * @param call the call that sends it
 * @param origins for each character of the SQL, and for its end, the offset in the file; null where the call as a whole stands for it
 * @param autocommit whether it runs in an {@code autocommit_block}
 */
record SentSql(String sql, SourceRange call, int @Nullable [] origins, boolean autocommit) {}
