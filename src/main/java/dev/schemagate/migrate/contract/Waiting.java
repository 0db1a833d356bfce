package dev.schemagate.migrate.contract;

import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/**
 * A pending contract and what it waits for.
 *
 * @param obstacles of all checks, those that do not go by themselves first
 * @param notes what the checks could not see
 */
public record Waiting(Contract contract, List<Obstacle> obstacles, List<String> notes) {

    /** Somebody who still uses the object, as a clause. */
    public record Obstacle(ErrorCode code, Retry retry, String user) {}

    public boolean isFree() {
        return obstacles.isEmpty();
    }

    /** A sentence that says where it is declared and who is in the way. */
    String describe() {
        return contract.place() + ": contract " + contract.name() + " waits: "
                + obstacles.stream().map(Obstacle::user).collect(Collectors.joining("; "));
    }
}
