package dev.schemagate.migrate;

import java.util.List;

/** Where the owned schema stands beside the files. Two looks that saw the same are equal. */
public interface SchemaPosition {

    /** Whether nothing is left to run. */
    boolean isAtHead();

    /** Whether more is applied than the files know of: a rollback in progress. */
    boolean isAhead();

    /** What runs next, in its order. */
    List<? extends PendingScript> pending();

    /** What runs with it. */
    List<? extends PendingScript> callbacks();

    /** In words, for people. */
    String describe();
}
