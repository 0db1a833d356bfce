package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/** One way to see that what goes is still used. Changes nothing but the gate's own bookkeeping. */
interface ContractCheck {

    /** What it found. */
    Sight look(Contract contract, Connection session) throws SQLException;

    /** As what its obstacles are reported. */
    ErrorCode code();

    /** Whether an obstacle may go by itself: code and sessions do, what is in the catalog and what code was seen to need do not. */
    default Retry retry() {
        return code() == ErrorCode.CT002 ? Retry.TRANSIENT : Retry.PERMANENT;
    }

    /**
     * What a check saw.
     *
     * @param obstacles who still uses it, each a clause
     * @param notes what could not be seen, or what was seen and proves nothing
     */
    record Sight(List<String> obstacles, List<String> notes) {

        static final Sight NOTHING = new Sight(List.of(), List.of());

        static Sight obstacles(List<String> obstacles) {
            return new Sight(obstacles, List.of());
        }

        static Sight note(String note) {
            return new Sight(List.of(), List.of(note));
        }
    }
}
