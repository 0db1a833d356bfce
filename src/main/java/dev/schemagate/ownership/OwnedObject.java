package dev.schemagate.ownership;

import java.util.Optional;

/**
 * A relation, type or function of one of the two schemas.
 *
 * @param kind as people say it: {@code table}, {@code materialized view}, {@code enum}
 * @param identity with its schema, as SQL would write it; of a function with its arguments
 * @param owner the engine; empty where none is known to own it
 * @param because how that is known, as a clause
 * @param fate what another engine's push or reset would do to it, as clauses
 */
public record OwnedObject(String kind, String identity, Optional<String> owner, String because, String fate) {

    /** In one line. */
    public String describe() {
        return kind + " " + identity + ": " + owner.orElse("nobody's") + ", " + because + "; " + fate;
    }
}
