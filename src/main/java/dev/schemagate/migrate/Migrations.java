package dev.schemagate.migrate;

import java.util.Optional;
import java.util.Set;

import dev.schemagate.error.GateException;

/**
 * The files of one pass beside the database.
 *
 * @param <P> what the engine knows of where the schema stands
 */
public interface Migrations<P extends SchemaPosition> {

    /** The names of the objects that its files, applied or not, declare to be no longer used; by their text, so that nothing is parsed. */
    Set<String> declared();

    /**
     * Why there is nothing to do wherever the schema stands; empty where that decides.
     *
     * @throws MigrationException where the schema has a history and there is no file
     */
    default Optional<String> nothingToDo() {
        return Optional.empty();
    }

    /**
     * Where the schema stands now. May be noted in the gate's own schema.
     *
     * @throws MigrationException where history and files do not fit together
     */
    P look();

    /** As {@link #look}, writing nothing, whether or not the gate's own schema is there. */
    default P preview() {
        return look();
    }

    /** Whether old code may know what is in the schema; false where all of it comes from a first run that is not over. */
    boolean isInUse(P position);

    /** Whether judging takes so long that only the gate at work does it, just before it applies. */
    default boolean judgesLate() {
        return false;
    }

    /** What keeps this login from migrating at all, before anything is tried. */
    Optional<? extends GateException> refusal(P position);

    /**
     * Brings the schema to head. The caller is the only gate at work.
     *
     * @param judged where it stands, as its scripts were judged
     * @return where it stands afterwards
     * @throws MigrationException where it is not at head then
     */
    P apply(P judged) throws InterruptedException;
}
