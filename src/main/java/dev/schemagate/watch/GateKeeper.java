package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.verdict.Verdict;

/** Opens and closes the gate as the verdict says; only between probation, verified and revoked. */
final class GateKeeper {

    /** The weaker verdict where no log can be had: what is known speaks for the pod, and proves nothing. */
    static final String SCHEMA_MATCHES = "schema-matches";

    /** Of a log that cannot be had, or that nobody writes to. */
    private static final Set<String> WITHOUT_LOG = Set.of(Reading.NO_SOURCE, Obstacles.NO_TRAFFIC);

    static final String ERRORS = "db-errors";
    static final String REPORTED = "errors-reported";

    private static final Logger LOG = Logger.getLogger(GateKeeper.class);

    private final Gate gate;
    private final WatchSettings settings;
    private final WatchStore store;
    private final BooleanSupplier schemaMatches;
    private final AtomicLong revocations = new AtomicLong();
    private boolean openingUnrecorded;
    private boolean undecided;
    private String stillMissing = "";

    /** @param schemaMatches whether the database has all that the mounted schema.prisma says */
    GateKeeper(Gate gate, WatchSettings settings, WatchStore store, BooleanSupplier schemaMatches) {
        this.schemaMatches = schemaMatches;
        this.gate = gate;
        this.settings = settings;
        this.store = store;
    }

    /**
     * Applies the verdict of {@code watch}; returns whether the gate has just closed.
     *
     * @param session null while the database is away: then nothing closes, since that is decided there, and what opens is
     *     recorded later
     */
    boolean apply(LogWatch watch, @Nullable Connection session) throws SQLException {
        undecided = false;
        Verdict verdict = verdict(watch, session);
        if (verdict instanceof Verdict.Bad bad) {
            return bad(watch.closed().reason(bad), watch, session);
        }
        if (gate.state() instanceof GateState.Revoked) {
            openingUnrecorded = true;
            stillMissing = session == null ? "" : watch.closed().stillMissing();
        }
        if (verdict instanceof Verdict.Clean) {
            gate.provenFor(settings.policy().window());
        }
        gate.transition((state, now) -> {
            if (verdict instanceof Verdict.Clean clean) {
                return clean(state, clean.reason(), now);
            }
            Verdict.Unproven unproven = weaker((Verdict.Unproven) verdict, watch);
            boolean reopened = unproven.code().equals(Verdict.REOPENED);
            return unproven(state, unproven.code(), unproven.reason() + (reopened ? stillMissing : ""), now);
        });
        if (openingUnrecorded && session != null) {
            store.reopened(session);
            openingUnrecorded = false;
        }
        return false;
    }

    /** Where schema.prisma is mounted, and all of it is there, that is told with what is missing of a proof. */
    private Verdict.Unproven weaker(Verdict.Unproven unproven, LogWatch watch) {
        return WITHOUT_LOG.contains(unproven.code())
                        && schemaMatches.getAsBoolean()
                        && watch.book().evidence().isEmpty()
                ? new Verdict.Unproven(
                        SCHEMA_MATCHES,
                        "the database has all that schema.prisma says, and no failed statement of this pod has been seen;"
                                + " not verified, since " + unproven.reason())
                : unproven;
    }

    /** Where the log cannot show that a closed pod has healed, the catalog may. */
    private Verdict verdict(LogWatch watch, @Nullable Connection session) throws SQLException {
        Verdict verdict = watch.verdict();
        boolean blind = verdict instanceof Verdict.Bad bad && bad.blind();
        if (blind
                && session != null
                && gate.state() instanceof GateState.Revoked
                && watch.closed().releaseIfMended()) {
            return watch.verdict();
        }
        return verdict;
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

    private boolean bad(String reason, LogWatch watch, @Nullable Connection session) {
        if (!settings.revokes()) {
            gate.transition((state, now) -> unproven(state, REPORTED, reason, now));
            return false;
        }
        if (!gate.state().ready()) {
            gate.transition((state, now) ->
                    state instanceof GateState.Revoked revoked ? revoked.because(ERRORS, reason) : state);
            return false;
        }
        Boolean closes = session == null ? null : decide(watch, session);
        if (closes == null) {
            undecided = true;
            return false;
        }
        if (!closes) {
            gate.transition((state, now) -> unproven(
                    state,
                    Watch.DEGRADED,
                    "stays open as the last ready pod of " + settings.self().app() + ": " + reason,
                    now));
            return false;
        }
        gate.transition((state, now) -> revoked(state, reason, now));
        revocations.incrementAndGet();
        openingUnrecorded = false;
        return true;
    }

    private static GateState revoked(GateState state, String reason, Instant now) {
        if (state instanceof GateState.Probation probation) {
            return probation.revoked(ERRORS, reason, now);
        }
        return state instanceof GateState.Verified verified ? verified.revoked(ERRORS, reason, now) : state;
    }

    /** Without the database the last ready pod cannot be told, and stays open where it is to be kept. */
    private @Nullable Boolean decide(LogWatch watch, Connection session) {
        Instant errorAt = watch.history().closedBy();
        try {
            return store.close(
                    session,
                    errorAt == null ? Instant.EPOCH : errorAt,
                    watch.history().closures(),
                    settings.keepsLast(),
                    settings.alive());
        } catch (SQLException e) {
            LOG.warnf("cannot record the revocation reason=\"%s\"", e.getMessage());
            return settings.keepsLast() ? null : Boolean.TRUE;
        }
    }

    /** Whether errors that were read must close the gate, and could not yet. */
    boolean undecided() {
        return undecided;
    }

    long revocations() {
        return revocations.get();
    }
}
