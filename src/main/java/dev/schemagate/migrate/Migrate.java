package dev.schemagate.migrate;

import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.Wording;
import dev.schemagate.migrate.contract.Contracts;
import dev.schemagate.migrate.contract.Pending;
import dev.schemagate.pod.Declared;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/** Brings the owned schema to head. One pod at a time migrates; a pod that finds nothing pending takes no lock. */
public final class Migrate implements Step {

    private static final Logger LOG = Logger.getLogger(Migrate.class);

    static final String NO_ENGINE = "gate.migrate.engine is none";

    private final GateConfig config;
    private final Optional<MigrationEngine> engine;
    private final PendingMigrations policy;
    private final Contracts contracts;
    private final Declared declared;

    /**
     * @param engine empty where the gate brings the schema nowhere
     * @param ledgers the history tables of all engines, which no script may touch
     * @param declared is told what the files declare
     */
    public Migrate(GateConfig config, Optional<MigrationEngine> engine, Set<String> ledgers, Declared declared) {
        this.config = config;
        this.engine = engine;
        this.policy = new PendingMigrations(config, ledgers);
        this.contracts = new Contracts(config, ledgers);
        this.declared = declared;
    }

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String inputs() {
        return engine.map(MigrationEngine::inputs).orElse("");
    }

    /** Reads the files and where the schema stands, and judges all that would run. */
    @Override
    public Prepared prepare(Pass pass) {
        return engine.map(chosen -> prepare(pass, chosen.read(pass))).orElse(() -> StepResult.nothingToDo(NO_ENGINE));
    }

    private <P extends SchemaPosition> Prepared prepare(Pass pass, Migrations<P> migrations) {
        declared.are(migrations.declared());
        contracts.giveBackLeft(pass.session());
        Optional<String> nothing = migrations.nothingToDo();
        if (nothing.isPresent()) {
            return () -> StepResult.nothingToDo(nothing.get());
        }
        P found = migrations.look();
        if (!migrations.judgesLate()) {
            judge(pass, migrations, found);
        }
        return () -> run(pass, migrations, found);
    }

    private <P extends SchemaPosition> void judge(Pass pass, Migrations<P> migrations, P position) {
        if (!position.isAtHead()) {
            policy.judge(position, migrations.isInUse(position), pass.session());
            contracts.refuse(pass.session(), PendingMigrations.contracts(contracts, migrations, position));
        }
    }

    private <P extends SchemaPosition> StepResult run(Pass pass, Migrations<P> migrations, P seen)
            throws InterruptedException {
        P now = pass.claim(seen, SchemaPosition::isAtHead, worker -> migrations.look());
        if (now.isAtHead()) {
            return atHead(seen, now);
        }
        migrations.refusal(now).ifPresent(refusal -> {
            throw refusal;
        });
        if (migrations.judgesLate() || !now.equals(seen)) {
            judge(pass, migrations, now);
        }
        Pending pending = PendingMigrations.contracts(contracts, migrations, now);
        contracts.withhold(pass, pending);
        P after = migrations.apply(now);
        contracts.done(pass.session(), pending);
        return StepResult.done(Wording.counted(now.pending().size(), "migration") + " applied, " + after.describe());
    }

    /** @param seen before another pod, where one was at work, had finished */
    private StepResult atHead(SchemaPosition seen, SchemaPosition now) {
        if (now.isAhead()) {
            LOG.warnf(
                    "database is ahead of the migration files schema=%s position=\"%s\": a rollback in progress?",
                    config.ownedSchema(), now.describe());
        }
        int others = seen.pending().size();
        return StepResult.nothingToDo(
                (others == 0 ? "" : Wording.counted(others, "migration") + " applied by others, ") + now.describe());
    }
}
