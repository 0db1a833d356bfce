package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.migrate.FirstInstall;
import dev.schemagate.migrate.Migrations;
import dev.schemagate.migrate.OwnedSchema;
import dev.schemagate.sequence.Pass;

/** Where the owned schema stands beside the files of one pass, as Flyway says, or said before of the same. */
final class FlywayMigrations implements Migrations<FlywayPosition> {

    private final GateConfig config;
    private final Pass pass;
    private final ReadFiles files;
    private final String program;
    private final KnownHead heads;

    /** @param program its digest: another program asks Flyway anew */
    FlywayMigrations(GateConfig config, Pass pass, ReadFiles files, String program) {
        this.config = config;
        this.pass = pass;
        this.files = files;
        this.program = program;
        this.heads = new KnownHead(config);
    }

    @Override
    public Optional<String> nothingToDo() {
        if (!files.isEmpty()) {
            return Optional.empty();
        }
        schema().refuseWithoutFiles(config.migrate().locations());
        return Optional.of("no migration files");
    }

    private OwnedSchema schema() {
        return OwnedSchema.read(
                pass.session(), config.ownedSchema(), config.migrate().role(), FlywayEngine.HISTORY);
    }

    private FlywayCommands flyway(OwnedSchema schema) {
        return new FlywayCommands(config, pass.database(), files.set(schema), () -> schema().hasHistory());
    }

    @Override
    public Set<String> declared() {
        return files.declared();
    }

    private FlywayPosition ask() {
        return flyway(schema()).position();
    }

    @Override
    public FlywayPosition look() {
        KnownHead.Key key = key();
        return heads.recall(pass.session(), key).orElseGet(() -> keep(key, ask()));
    }

    @Override
    public FlywayPosition preview() {
        return hasBooks() ? heads.recall(pass.session(), key()).orElseGet(this::ask) : ask();
    }

    private FlywayPosition keep(KnownHead.Key key, FlywayPosition position) {
        if (position.isAtHead() && key.history() != null && key.equals(key())) {
            heads.keep(pass.session(), key, position);
        }
        return position;
    }

    private KnownHead.Key key() {
        return heads.key(pass.session(), program + '/' + files.digest());
    }

    @Override
    public boolean isInUse(FlywayPosition position) {
        try {
            return !position.fresh() && !(hasBooks() && goesOn(names(position.pending())));
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the migration history", e);
        }
    }

    /** Whether all of these were there when the schema was fresh, and have never been applied. */
    private boolean goesOn(List<String> names) throws SQLException {
        Connection session = pass.session();
        String never = "SELECT name NOT IN (SELECT regexp_replace(script, '^.*/', '') FROM "
                + FlywayEngine.history(config).sql() + " WHERE success) FROM unnest(?) name";
        return new FirstInstall(config).had(session, names)
                && new ActingRole("gate.migrate.role", config.migrate().role())
                        .in(session, () -> FirstInstall.all(session, never, names));
    }

    static List<String> names(List<MigrationScript> files) {
        return files.stream().map(script -> script.file().fileName()).toList();
    }

    @Override
    public Optional<DatabaseException> refusal(FlywayPosition position) {
        return schema().missingPrivilege();
    }

    @Override
    public FlywayPosition apply(FlywayPosition judged) throws InterruptedException {
        new MigrationRun(config, pass, flyway(schema()), isInUse(judged)).toHead(judged);
        KnownHead.Key key = key();
        return keep(key, ask().withoutCallbacks());
    }

    /** Whether the login may read what a gate noted of earlier starts. Asks by name, as {@link KnownHead} does. */
    private boolean hasBooks() {
        String sql = "SELECT count(*) = 2 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname IN ('head', 'first_install')"
                + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";
        Connection session = pass.session();
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
