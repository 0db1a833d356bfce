package dev.schemagate.migrate;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.contract.ContractOutlook;
import dev.schemagate.migrate.contract.Contracts;
import dev.schemagate.migrate.contract.Done;
import dev.schemagate.migrate.contract.Pending;
import dev.schemagate.sequence.Pass;

/** What a start would do with the migrations now. Writes nothing, not even into the gate's own schema, which need not exist. */
public final class MigrationPreview {

    private final GateConfig config;
    private final Optional<MigrationEngine> engine;
    private final PendingMigrations policy;
    private final Contracts contracts;

    /** The parameters are those of {@link Migrate}. */
    public MigrationPreview(GateConfig config, Optional<MigrationEngine> engine, Set<String> ledgers) {
        this.config = config;
        this.engine = engine;
        this.policy = new PendingMigrations(config, ledgers);
        this.contracts = new Contracts(config, ledgers);
    }

    /**
     * @throws MigrationException where a file cannot be read
     * @throws DatabaseException where the schema cannot be looked at, unless a start would fail for it
     */
    public MigrationOutlook of(Database database) {
        if (engine.isEmpty()) {
            return MigrationOutlook.nothingToDo(Migrate.NO_ENGINE);
        }
        try (Pass pass = Pass.thatLooks(database, config.sequence().deadline())) {
            return of(pass, engine.get().read(pass));
        }
    }

    private <P extends SchemaPosition> MigrationOutlook of(Pass pass, Migrations<P> migrations) {
        try {
            new ActingRole("gate.migrate.role", config.migrate().role()).require(pass.session());
            Optional<String> nothing = migrations.nothingToDo();
            return nothing.isPresent()
                    ? MigrationOutlook.nothingToDo(nothing.get())
                    : at(pass, migrations, migrations.preview());
        } catch (MigrationException e) {
            return MigrationOutlook.refused(e);
        } catch (DatabaseException e) {
            if (e.code() == ErrorCode.DB006) {
                return MigrationOutlook.refused(e);
            }
            throw e;
        }
    }

    private <P extends SchemaPosition> MigrationOutlook at(Pass pass, Migrations<P> migrations, P position) {
        return position.isAtHead()
                ? MigrationOutlook.at(position)
                : MigrationOutlook.at(
                        position,
                        policy.findings(position, migrations.isInUse(position), pass.session()),
                        contracts.preview(pass.session(), PendingMigrations.contracts(contracts, migrations, position)),
                        migrations.refusal(position).orElse(null));
    }

    /**
     * What declared removals wait for. Notes in the gate's books, where they are there, from when on nobody was seen to use what
     * goes.
     *
     * @throws MigrationException where a file cannot be read, or files and history do not fit together
     */
    public ContractOutlook contracts(Database database) {
        try (Pass pass = Pass.thatLooks(database, config.sequence().deadline())) {
            List<Done> done = contracts.done(pass.session());
            return engine.isEmpty()
                    ? ContractOutlook.of(List.of(), Set.of(), done)
                    : contracts(pass, engine.get().read(pass), done);
        }
    }

    private <P extends SchemaPosition> ContractOutlook contracts(Pass pass, Migrations<P> migrations, List<Done> done) {
        new ActingRole("gate.migrate.role", config.migrate().role()).require(pass.session());
        if (migrations.nothingToDo().isPresent()) {
            return ContractOutlook.of(List.of(), Set.of(), done);
        }
        P position = migrations.preview();
        Pending pending = PendingMigrations.contracts(contracts, migrations, position);
        return ContractOutlook.of(
                contracts.look(pass.session(), pending),
                position.isAtHead() || migrations.isInUse(position) ? migrations.declared() : Set.of(),
                done);
    }
}
