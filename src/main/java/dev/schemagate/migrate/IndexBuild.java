package dev.schemagate.migrate;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

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
public record IndexBuild(String index, boolean guarded) {

    /** A keyword, which no escape can spell. */
    private static final Pattern CONCURRENTLY = Pattern.compile("concurrently", Pattern.CASE_INSENSITIVE);

    /** Of all these scripts. Only those with the word in their text are parsed. */
    public static List<IndexBuild> of(List<? extends PendingScript> scripts, NameResolution names) {
        return scripts.stream()
                .filter(script -> CONCURRENTLY.matcher(script.text()).find())
                .flatMap(script -> script.script().parsed().allStatements())
                .flatMap(statement -> statement.effects().stream())
                .map(effect -> of(effect, names))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Null for an effect that is none, or of an index that PostgreSQL names. */
    private static @Nullable IndexBuild of(Effect effect, NameResolution names) {
        return effect.change() instanceof CreateIndex create
                        && create.definition().concurrently()
                        && create.definition().name() != null
                ? new IndexBuild(names.resolve(create.definition().name()).sql(), create.ifNotExists())
                : null;
    }
}
