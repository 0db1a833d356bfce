package dev.schemagate.readiness;

import java.time.Instant;
import java.util.List;

/**
 * What this pod's gate is in. Transitions are methods on the state that may make them.
 *
 * <pre>
 *  waiting ──> applying ──> probation ──> verified
 *     ^            │           │   ^          │
 *     └─ backoff ──┤           v   │ quiet    │
 *               failed       revoked <────────┘
 * </pre>
 */
public sealed interface GateState {

    /** Every name that {@link #name} may be. */
    List<String> NAMES = List.of("waiting", "applying", "backoff", "failed", "probation", "verified", "revoked");

    /** The sequence has not completed yet. */
    sealed interface Unopened extends GateState {

        /** A step begins, or has something else to say about its work. */
        default Applying applying(String step, String detail, Instant now) {
            return new Applying(step, detail, this instanceof Applying a && a.step.equals(step) ? a.since : now);
        }

        /** A step met something that time may heal. */
        default Backoff backoff(String code, String reason, Instant now) {
            return new Backoff(code, reason, now);
        }

        /** A step met something that a person must change. */
        default Failed failed(String code, String reason, Instant now) {
            return new Failed(code, reason, now);
        }

        @Override
        default boolean mayBecome(GateState next) {
            return !(next instanceof Waiting) && !(next instanceof Verified);
        }
    }

    /** Nothing has been looked at yet. */
    record Waiting(Instant since) implements Unopened {
        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public String reason() {
            return "the sequence has not begun";
        }
    }

    /** A step of the sequence is at work; {@code detail} says what it waits for, and is empty where it waits for nothing. */
    record Applying(String step, String detail, Instant since) implements Unopened {
        @Override
        public String name() {
            return "applying";
        }

        @Override
        public String code() {
            return step;
        }

        @Override
        public String reason() {
            return "running step " + step + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /** A step met something that time may heal; it is tried again by itself. */
    record Backoff(String code, String reason, Instant since) implements Unopened {
        @Override
        public String name() {
            return "backoff";
        }
    }

    /** A step met something that a person must change. */
    record Failed(String code, String reason, Instant since) implements Unopened {
        @Override
        public String name() {
            return "failed";
        }
    }

    /** The schema is ready and the pod may serve; the log has not been clean for long enough to call it verified. */
    record Probation(String code, String reason, Instant since) implements GateState {
        @Override
        public String name() {
            return "probation";
        }

        @Override
        public boolean mayBecome(GateState next) {
            return next instanceof Probation || next instanceof Verified || next instanceof Revoked;
        }

        public Verified verified(String evidence, Instant now) {
            return new Verified(evidence, now);
        }

        public Revoked revoked(String code, String evidence, Instant now) {
            return new Revoked(code, evidence, now);
        }

        /** Still on probation, for another reason than before. */
        public Probation because(String code, String reason) {
            return new Probation(code, reason, since);
        }
    }

    /** The pod serves and the database's log stayed clean for the whole window. */
    record Verified(String reason, Instant since) implements GateState {
        @Override
        public String name() {
            return "verified";
        }

        @Override
        public boolean mayBecome(GateState next) {
            return next instanceof Probation || next instanceof Revoked;
        }

        public Probation probation(String code, String reason, Instant now) {
            return new Probation(code, reason, now);
        }

        public Revoked revoked(String code, String evidence, Instant now) {
            return new Revoked(code, evidence, now);
        }
    }

    /** The log showed that this pod's code misses something in the database. */
    record Revoked(String code, String reason, Instant since) implements GateState {
        @Override
        public String name() {
            return "revoked";
        }

        @Override
        public boolean mayBecome(GateState next) {
            return next instanceof Probation || next instanceof Revoked;
        }

        /** Still closed, and something else is to be said of it. */
        public Revoked because(String code, String reason) {
            return new Revoked(code, reason, since);
        }

        public Probation probation(String code, String reason, Instant now) {
            return new Probation(code, reason, now);
        }
    }

    /** A stable reason code, such as {@code DB001} or {@code no-log-source}; the state's name where there is nothing to explain. */
    default String code() {
        return name();
    }

    /** One sentence for a person. */
    String reason();

    /** Since when the gate is in this state, by our clock. */
    Instant since();

    /** The name in bodies, metrics and logs. */
    String name();

    /** Whether a transition leads from here to {@code next}. */
    boolean mayBecome(GateState next);

    /** Whether the pod may serve. */
    default boolean ready() {
        return this instanceof Probation || this instanceof Verified;
    }
}
