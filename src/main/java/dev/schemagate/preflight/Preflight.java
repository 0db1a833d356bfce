package dev.schemagate.preflight;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

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

    /** What no second try would change, and the server itself did not answer for. */
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(ErrorCode.DB003, ErrorCode.DB004, ErrorCode.DB005, ErrorCode.DB006, ErrorCode.DB011);

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
        Server server = ask(pass);
        pass.leave(ForeignLedger.class, server.facts().ledger());
        ServerFacts facts = pass.claim(server.facts(), ServerFacts::hasBookkeeping, worker -> look(pass));
        if (!facts.hasBookkeeping()) {
            new Bookkeeping(config.schema()).create(pass.session(), facts);
        }
        String found = "PostgreSQL " + facts.versionText() + ", database " + facts.database() + " as " + facts.user()
                + (server.pooled() ? ", through a session pooler" : "");
        return () -> StepResult.done(found);
    }

    private record Server(ServerFacts facts, boolean pooled) {}

    /** Whatever a start asks before it changes anything, as {@link #prepare} and {@link #refusal} do. */
    private Server ask(Pass pass) throws InterruptedException {
        ServerFacts facts = look(pass);
        boolean pooled = PoolerCheck.isPooled(pass.session(), facts.backend());
        if (pooled) {
            PoolerCheck.refuseTransactionPooling(pass.database(), pass.session());
        }
        refuse(facts);
        new ActingRole("gate.migrate.role", config.migrate().role()).require(pass.session());
        new ActingRole("gate.hotfix.role", config.hotfix().role()).require(pass.session());
        if (facts.hasBookkeeping() && !facts.mayUseBookkeeping()) {
            throw new Bookkeeping(config.schema()).missingPrivilege(pass.session(), facts);
        }
        return new Server(facts, pooled);
    }

    /**
     * Why a start would fail before it applies anything; empty where it would not. Changes nothing.
     *
     * @throws DatabaseException where the server cannot be asked
     */
    public Optional<DatabaseException> refusal(Database database) throws InterruptedException {
        try (Pass pass = Pass.thatLooks(database, config.sequence().deadline())) {
            ServerFacts facts = ask(pass).facts();
            return facts.hasBookkeeping()
                    ? Optional.empty()
                    : new Bookkeeping(config.schema()).obstacle(pass.session(), facts);
        } catch (DatabaseException e) {
            if (REFUSALS.contains(e.code())) {
                return Optional.of(e);
            }
            throw e;
        }
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
