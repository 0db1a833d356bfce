package dev.schemagate.readiness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Holds the one state object that every probe reads. Thread-safe; reading it does no I/O. */
public final class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);

    /** How many transitions are remembered. */
    public static final int REMEMBERED = 20;

    private final Clock clock;
    private final AtomicReference<GateState> state;
    private final Deque<Transition> past = new ArrayDeque<>();
    private volatile @Nullable Long provenUntil;
    private volatile boolean started;

    public Gate(Clock clock) {
        this.clock = clock;
        GateState begun = new GateState.Waiting(clock.instant());
        this.state = new AtomicReference<>(begun);
        past.addFirst(new Transition(begun.since(), begun.name(), false, begun.code(), "the process began"));
    }

    /** The state, which is not verified any more once its proof is too old, whatever keeps those who should look from doing so. */
    public GateState state() {
        Long until = provenUntil;
        return until != null && System.nanoTime() - until > 0 && state.get() instanceof GateState.Verified
                ? transition((last, now) -> last instanceof GateState.Verified verified
                        ? verified.probation("no-data", "the log has not been looked at for too long", now)
                        : last)
                : state.get();
    }

    /** What makes the gate verified is true for that long from now on. */
    public void provenFor(Duration time) {
        provenUntil = System.nanoTime() + time.toNanos();
    }

    /**
     * The transitions of late, the last one first; at most {@value #REMEMBERED}. A change of the reason alone is none, nor is
     * another try that failed likewise; of the steps of the sequence their reports tell.
     */
    public List<Transition> past() {
        synchronized (past) {
            return List.copyOf(past);
        }
    }

    private void remember(GateState state, Instant at) {
        if (state instanceof GateState.Applying) {
            return;
        }
        synchronized (past) {
            Transition last = past.getFirst();
            if (last.state().equals(state.name()) && last.code().equals(state.code())) {
                return;
            }
            past.addFirst(Transition.into(state, at));
            if (past.size() > REMEMBERED) {
                past.removeLast();
            }
        }
    }

    /** Whether the sequence has completed once; never falls back. */
    public boolean started() {
        return started;
    }

    /**
     * Replaces the state by what {@code next} makes of it and of the time, and logs the change once. {@code next} may be
     * called more than once and returns its argument where there is nothing to change.
     *
     * @throws IllegalStateException where no transition leads from the state to what {@code next} makes of it
     */
    public GateState transition(BiFunction<GateState, Instant, GateState> next) {
        Instant now = clock.instant();
        GateState before;
        GateState after;
        do {
            before = state.get();
            after = next.apply(before, now);
            if (after != before && !before.mayBecome(after)) {
                throw new IllegalStateException("no transition leads from " + before.name() + " to " + after.name());
            }
        } while (!state.compareAndSet(before, after));
        started |= after.ready() || after instanceof GateState.Revoked;
        if (!before.code().equals(after.code()) || !before.name().equals(after.name())) {
            remember(after, now);
            log(after);
        }
        return after;
    }

    private static void log(GateState state) {
        Logger.Level level = state instanceof GateState.Failed || state instanceof GateState.Revoked
                ? Logger.Level.ERROR
                : state instanceof GateState.Backoff
                        ? Logger.Level.WARN
                        : state instanceof GateState.Applying ? Logger.Level.DEBUG : Logger.Level.INFO;
        LOG.logf(
                level,
                "state changed state=%s ready=%s code=%s reason=\"%s\"",
                state.name(),
                state.ready(),
                state.code(),
                state.reason());
    }
}
