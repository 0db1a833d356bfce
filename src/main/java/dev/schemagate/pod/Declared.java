package dev.schemagate.pod;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The objects of which the migration files of this gate declare that its release does without them. One thread reads files, another
 * beats.
 */
public final class Declared {

    private volatile @Nullable Set<String> names;

    /** The files have been read. */
    public void are(Set<String> found) {
        names = Set.copyOf(found);
    }

    /** In order; null where no file has been read. */
    String @Nullable [] names() {
        Set<String> known = names;
        return known == null ? null : known.stream().sorted().toArray(String[]::new);
    }
}
