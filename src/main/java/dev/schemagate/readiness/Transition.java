package dev.schemagate.readiness;

import java.time.Instant;

/** A change of state, of a pod's code, or of both, at a time of our clock; the reason as it was then. */
public record Transition(Instant at, String state, boolean ready, String code, String reason) {

    static Transition into(GateState state, Instant at) {
        return new Transition(at, state.name(), state.ready(), state.code(), state.reason());
    }
}
