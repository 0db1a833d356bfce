package dev.schemagate.preflight;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.prisma.ForeignLedger;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/**
 * The first step: connects, looks at the server and makes sure of our own bookkeeping, all of it before any other step is
 * prepared.
 */
public final class Preflight implements Step {

    private static final int OLDEST = 140_000;

    private final GateConfig config;

    public Preflight(GateConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "preflight";
    }

    @Override
    public Prepared prepare(Pass pass) throws InterruptedException {
        Database database = pass.database();
        ServerFacts facts = look(pass);
        boolean pooled = PoolerCheck.isPooled(pass.session(), facts.backend());
        if (pooled) {
            PoolerCheck.refuseTransactionPooling(database, pass.session());
        }
        refuse(facts);
        pass.leave(ForeignLedger.class, facts.ledger());
        new ActingRole("gate.migrate.role", config.migrate().role()).require(pass.session());
        new ActingRole("gate.hotfix.role", config.hotfix().role()).require(pass.session());
        facts = pass.claim(facts, ServerFacts::hasBookkeeping, worker -> look(pass));
        if (!facts.hasBookkeeping()) {
            new Bookkeeping(config.schema()).create(pass.session(), facts);
        }
        String found = "PostgreSQL " + facts.versionText() + ", database " + facts.database() + " as " + facts.user()
                + (pooled ? ", through a session pooler" : "");
        return () -> StepResult.done(found);
    }

    private ServerFacts look(Pass pass) {
        return ServerFacts.read(pass.session(), config.schema(), config.foreignSchema());
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
