package dev.schemagate.sequence;

import java.time.Instant;

import dev.schemagate.readiness.GateState;

/** What the gate opens into when the sequence has completed; asked over the pass's own session. */
@FunctionalInterface
public interface Opening {

    /** Into probation, whatever was before. */
    Opening ALWAYS = (pass, now) ->
            new GateState.Probation("no-log-source", "the schema is ready; no log has been read yet", now);

    GateState state(Pass pass, Instant now) throws InterruptedException;
}
