package dev.schemagate.preflight;

import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sequence.Work;

/**
 * The first step: connects, looks at the server, makes sure of our own bookkeeping, and lets the steps that will apply
 * something refuse it while nothing has been applied yet.
 */
public final class Preflight implements Step {

    private static final int OLDEST = 140_000;

    private final GateConfig config;
    private final List<Step> applying;

    /** @param applying the steps that are asked for their checks, in order */
    public Preflight(GateConfig config, List<Step> applying) {
        this.config = config;
        this.applying = List.copyOf(applying);
    }

    @Override
    public String name() {
        return "preflight";
    }

    @Override
    public StepResult run(Work work) throws InterruptedException {
        Database database = work.database();
        ServerFacts facts = look(work);
        boolean pooled = PoolerCheck.isPooled(work.session(), facts.backend());
        if (pooled) {
            PoolerCheck.refuseTransactionPooling(database, work.session());
        }
        refuse(facts);
        facts = work.claim(facts, ServerFacts::hasBookkeeping, () -> look(work));
        if (!facts.hasBookkeeping()) {
            new Bookkeeping(config.schema()).create(work.session(), facts);
        }
        for (Step step : applying) {
            step.check(work);
        }
        return StepResult.done("PostgreSQL " + facts.versionText() + ", database " + facts.database() + " as "
                + facts.user() + (pooled ? ", through a session pooler" : ""));
    }

    private ServerFacts look(Work work) {
        return ServerFacts.read(work.session(), config.schema());
    }

    private static void refuse(ServerFacts facts) {
        if (facts.version() < OLDEST) {
            throw DatabaseException.of(
                    ErrorCode.DB005,
                    Retry.PERMANENT,
                    "the server is PostgreSQL " + facts.versionText() + "; the gate needs 14 or later");
        }
        if (facts.recovering()) {
            throw DatabaseException.of(
                    ErrorCode.DB004,
                    Retry.PERMANENT,
                    "the server is a replica in recovery and cannot be migrated; connect to the primary"
                            + " (target_session_attrs=read-write chooses it among several hosts)");
        }
    }
}
