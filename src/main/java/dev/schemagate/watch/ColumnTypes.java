package dev.schemagate.watch;

import java.util.Optional;

/** What type a missing column ought to have. Nothing is guessed: who does not know it answers nothing. */
@FunctionalInterface
public interface ColumnTypes {

    ColumnTypes UNKNOWN = (table, column) -> Optional.empty();

    /** The type as SQL writes it, such as {@code text}. */
    Optional<String> type(String table, String column);
}
