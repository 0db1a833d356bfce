package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.sequence.MonotonicClock;
import dev.schemagate.sequence.Pass;

/** What a start would do with the migrations now. Writes nothing, not even into the gate's own schema, which need not exist. */
public final class MigrationPreview {

    private final GateConfig config;
    private final String program;

    /** @param program its digest, as {@link Migrate} has it */
    public MigrationPreview(GateConfig config, String program) {
        this.config = config;
        this.program = program;
    }

    /**
     * @throws MigrationException MG001 where a file cannot be read
     * @throws DatabaseException where the schema cannot be looked at, unless a start would fail for it
     */
    public MigrationOutlook of(Database database) {
        if (config.migrate().engine() == GateConfig.Engine.NONE) {
            return MigrationOutlook.nothingToDo(Migrate.NO_ENGINE);
        }
        ReadFiles files =
                new ReadFiles(config, new MigrationFolders(config.migrate().locations()).read());
        try (Pass pass =
                new Pass(database, MonotonicClock.SYSTEM.in(config.sequence().deadline()), () -> false)) {
            return look(pass, files);
        } catch (MigrationException e) {
            return MigrationOutlook.refused(e);
        } catch (DatabaseException e) {
            if (e.code() == ErrorCode.DB006) {
                return MigrationOutlook.refused(e);
            }
            throw e;
        }
    }

    private MigrationOutlook look(Pass pass, ReadFiles files) {
        new ActingRole("gate.migrate.role", config.migrate().role()).require(pass.session());
        SchemaLook look = new SchemaLook(config, pass, files, program);
        if (files.isEmpty()) {
            look.schema().refuseWithoutFiles(config.migrate().locations());
            return MigrationOutlook.nothingToDo(Migrate.NO_FILES);
        }
        boolean books = hasBooks(pass.session());
        Position position = books ? look.recall().orElseGet(look::ask) : look.ask();
        if (position.isAtHead()) {
            return MigrationOutlook.at(position, List.of(), null);
        }
        boolean inUse = books ? look.inUse(position) : !position.fresh();
        GateException refusal = look.schema().missingPrivilege().orElse(null);
        return MigrationOutlook.at(position, new PendingMigrations(config).findings(position, inUse), refusal);
    }

    /** Whether the login may read what a gate noted of earlier starts. Asks by name, as {@link KnownHead} does. */
    private boolean hasBooks(Connection session) {
        String sql = "SELECT count(*) = 2 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname IN ('head', 'first_install')"
                + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, config.schema());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at schema " + config.schema(), e);
        }
    }
}
