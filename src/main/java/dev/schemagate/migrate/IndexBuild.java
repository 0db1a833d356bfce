package dev.schemagate.migrate;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Effect;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.TableChange.CreateIndex;

/**
 * An index that a migration builds concurrently.
 *
 * @param index its name with schema, as SQL spells it
 * @param guarded with IF NOT EXISTS: the file itself passes over an index that is there
 */
record IndexBuild(String index, boolean guarded) {

    /** Null for an effect that is none, or of an index that PostgreSQL names. */
    static @Nullable IndexBuild of(Effect effect, NameResolution names) {
        return effect.change() instanceof CreateIndex create
                        && create.definition().concurrently()
                        && create.definition().name() != null
                ? new IndexBuild(names.resolve(create.definition().name()).sql(), create.ifNotExists())
                : null;
    }
}
