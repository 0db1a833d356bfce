package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Verdict;

/** Opens and closes the gate as the verdict says; only between probation, verified and revoked. */
final class GateKeeper {

    static final String ERRORS = "db-errors";
    static final String REPORTED = "errors-reported";
    static final String DEGRADED = "degraded";

    private static final Logger LOG = Logger.getLogger(GateKeeper.class);

    private final Gate gate;
    private final WatchSettings settings;
    private final WatchStore store;
    private final Duration alive;
    private final AtomicLong revocations = new AtomicLong();
    private String stillMissing = "";

    GateKeeper(Gate gate, WatchSettings settings, WatchStore store, Duration alive) {
        this.gate = gate;
        this.settings = settings;
        this.store = store;
        this.alive = alive;
    }

    /** Answers what the errors complained of and the catalog still does not have. */
    interface Missing {
        String still() throws SQLException;
    }

    /** Applies the verdict; returns whether the gate has just closed. */
    boolean apply(Verdict verdict, History history, String evidence, Connection session, Missing missing)
            throws SQLException {
        if (verdict instanceof Verdict.Bad bad) {
            String reason = evidence.isEmpty() ? bad.reason() : evidence + "; " + bad.reason();
            return bad(reason, history, session);
        }
        if (gate.state() instanceof GateState.Revoked) {
            store.reopened(session);
            stillMissing = missing.still();
        }
        gate.transition((state, now) -> {
            if (verdict instanceof Verdict.Clean clean) {
                return clean(state, clean.reason(), now);
            }
            Verdict.Unproven unproven = (Verdict.Unproven) verdict;
            boolean reopened = unproven.code().equals(Verdict.REOPENED);
            return unproven(state, unproven.code(), unproven.reason() + (reopened ? stillMissing : ""), now);
        });
        return false;
    }

    /** While the database is away: what was verified falls back, and nothing opens or closes. */
    void decay(Verdict verdict) {
        if (verdict instanceof Verdict.Unproven unproven) {
            gate.transition((state, now) -> state instanceof GateState.Revoked
                    ? state
                    : unproven(state, unproven.code(), unproven.reason(), now));
        }
    }

    private static GateState clean(GateState state, String reason, Instant now) {
        if (state instanceof GateState.Probation probation) {
            return probation.verified(reason, now);
        }
        return state instanceof GateState.Revoked revoked ? revoked.probation(Verdict.REOPENED, reason, now) : state;
    }

    private static GateState unproven(GateState state, String code, String reason, Instant now) {
        if (state instanceof GateState.Probation probation) {
            return probation.because(code, reason);
        }
        if (state instanceof GateState.Verified verified) {
            return verified.probation(code, reason, now);
        }
        return state instanceof GateState.Revoked revoked ? revoked.probation(code, reason, now) : state;
    }

    private boolean bad(String reason, History history, Connection session) {
        if (!settings.revokes()) {
            gate.transition((state, now) -> unproven(state, REPORTED, reason, now));
            return false;
        }
        if (!gate.state().ready()) {
            return false;
        }
        Boolean closes = decide(history, session);
        if (closes == null) {
            return false;
        }
        if (!closes) {
            gate.transition((state, now) -> unproven(
                    state,
                    DEGRADED,
                    "stays open as the last ready pod of " + settings.self().app() + ": " + reason,
                    now));
            return false;
        }
        gate.transition((state, now) -> revoked(state, reason, now));
        revocations.incrementAndGet();
        return true;
    }

    private static GateState revoked(GateState state, String reason, Instant now) {
        if (state instanceof GateState.Probation probation) {
            return probation.revoked(ERRORS, reason, now);
        }
        return state instanceof GateState.Verified verified ? verified.revoked(ERRORS, reason, now) : state;
    }

    /** Without the database the last ready pod cannot be told, and stays open where it is to be kept. */
    private @Nullable Boolean decide(History history, Connection session) {
        Instant errorAt = history.closedBy();
        try {
            return store.close(
                    session,
                    errorAt == null ? Instant.EPOCH : errorAt,
                    history.closures(),
                    settings.keepsLast(),
                    alive);
        } catch (SQLException e) {
            LOG.warnf("cannot record the revocation reason=\"%s\"", e.getMessage());
            return settings.keepsLast() ? null : Boolean.TRUE;
        }
    }

    long revocations() {
        return revocations.get();
    }
}
