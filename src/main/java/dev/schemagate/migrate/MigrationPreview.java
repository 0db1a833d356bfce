package dev.schemagate.migrate;

import java.util.Optional;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.MonotonicClock;
import dev.schemagate.sequence.Pass;

/** What a start would do with the migrations now. Writes nothing, not even into the gate's own schema, which need not exist. */
public final class MigrationPreview {

    private final GateConfig config;
    private final Optional<MigrationEngine> engine;
    private final PendingMigrations policy;

    /** The parameters are those of {@link Migrate}. */
    public MigrationPreview(GateConfig config, Optional<MigrationEngine> engine, Set<String> ledgers) {
        this.config = config;
        this.engine = engine;
        this.policy = new PendingMigrations(config, ledgers);
    }

    /**
     * @throws MigrationException where a file cannot be read
     * @throws DatabaseException where the schema cannot be looked at, unless a start would fail for it
     */
    public MigrationOutlook of(Database database) {
        if (engine.isEmpty()) {
            return MigrationOutlook.nothingToDo(Migrate.NO_ENGINE);
        }
        try (Pass pass =
                new Pass(database, MonotonicClock.SYSTEM.in(config.sequence().deadline()), () -> false)) {
            return of(pass, engine.get().read(pass));
        }
    }

    private <P extends Position> MigrationOutlook of(Pass pass, Migrations<P> migrations) {
        try {
            new ActingRole("gate.migrate.role", config.migrate().role()).require(pass.session());
            Optional<String> nothing = migrations.nothingToDo();
            return nothing.isPresent()
                    ? MigrationOutlook.nothingToDo(nothing.get())
                    : at(migrations, migrations.preview());
        } catch (MigrationException e) {
            return MigrationOutlook.refused(e);
        } catch (DatabaseException e) {
            if (e.code() == ErrorCode.DB006) {
                return MigrationOutlook.refused(e);
            }
            throw e;
        }
    }

    private <P extends Position> MigrationOutlook at(Migrations<P> migrations, P position) {
        return position.isAtHead()
                ? MigrationOutlook.at(position)
                : MigrationOutlook.at(
                        position,
                        policy.findings(position, migrations.isInUse(position)),
                        migrations.refusal(position).orElse(null));
    }
}
