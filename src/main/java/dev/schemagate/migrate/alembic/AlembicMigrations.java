package dev.schemagate.migrate.alembic;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.migrate.FirstInstall;
import dev.schemagate.migrate.HistoryTable;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.MigrationPasses;
import dev.schemagate.migrate.Migrations;
import dev.schemagate.migrate.OwnedSchema;
import dev.schemagate.migrate.alembic.revisions.AlembicPosition;
import dev.schemagate.migrate.alembic.revisions.Revision;
import dev.schemagate.migrate.alembic.revisions.Revisions;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.sequence.Pass;

/** The revision files of one pass beside the version table. */
final class AlembicMigrations implements Migrations<AlembicState> {

    private final GateConfig config;
    private final Pass pass;
    private final VersionTable table;
    private final Revisions revisions;
    private final AlembicCalls calls;
    private final Map<Set<String>, OfflineSql> offline = new ConcurrentHashMap<>();

    AlembicMigrations(GateConfig config, Pass pass, VersionTable table, Revisions revisions, AlembicCommand command) {
        this.config = config;
        this.pass = pass;
        this.table = table;
        this.revisions = revisions;
        this.calls = new AlembicCalls(config, pass, command);
    }

    @Override
    public Set<String> declared() {
        return revisions.all().stream()
                .flatMap(revision -> Declaration.names(PendingRevision.text(revision)).stream())
                .collect(Collectors.toSet());
    }

    /** @throws MigrationException MG021, MG022 or MG032 where Alembic would fail, MG037 where it would begin anew elsewhere */
    @Override
    public AlembicState look() {
        Optional<Set<String>> found = table.rows(pass.session());
        Set<String> rows = found.orElse(Set.of());
        AlembicPosition at = revisions.compare(rows);
        if (at instanceof AlembicPosition.Broken broken) {
            throw MigrationException.permanent(
                    ErrorCode.valueOf(broken.problems().get(0).rule()), broken.describe());
        }
        if (at instanceof AlembicPosition.Unknown || at instanceof AlembicPosition.Redundant) {
            throw MigrationException.permanent(ErrorCode.MG032, table.table() + ": " + at.describe());
        }
        if (found.isEmpty()) {
            refuseAnotherSchema();
        }
        return new AlembicState(
                at.describe(),
                rows,
                found.isPresent(),
                !(at instanceof AlembicPosition.Behind),
                at instanceof AlembicPosition.Ahead,
                at instanceof AlembicPosition.Behind behind ? scripts(behind) : List.of());
    }

    private void refuseAnotherSchema() {
        Set<String> ids = revisions.all().stream().map(Revision::id).collect(Collectors.toSet());
        List<HistoryTable> elsewhere = table.elsewhere(pass.session(), ids);
        if (!elsewhere.isEmpty()) {
            HistoryTable other = elsewhere.get(0);
            throw MigrationException.permanent(
                    ErrorCode.MG037,
                    "there is no " + table.table() + ", and " + other
                            + " holds revisions of these files: Alembic would run them a second time; set"
                            + " gate.alembic.version-table-schema=" + other.schema()
                            + ", or move the table: ALTER TABLE " + other.sql() + " SET SCHEMA "
                            + table.table().schema());
        }
    }

    private List<PendingRevision> scripts(AlembicPosition.Behind behind) {
        OfflineSql sql = offline.computeIfAbsent(
                Set.copyOf(behind.rows()), rows -> new OfflineSql(calls, table.table(), rows, behind.pending()));
        return behind.pending().stream()
                .map(revision -> new PendingRevision(revision, sql))
                .toList();
    }

    @Override
    public boolean judgesLate() {
        return true;
    }

    @Override
    public boolean isInUse(AlembicState position) {
        boolean fresh = position.rows().isEmpty() && !table.hasCompany(pass.session(), config.ownedSchema());
        try {
            return !fresh && !new FirstInstall(config).had(pass.session(), AlembicRun.ids(position));
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the first install", e);
        }
    }

    @Override
    public Optional<? extends GateException> refusal(AlembicState position) {
        Optional<? extends GateException> missing = schema().missingPrivilege();
        return missing.isPresent() ? missing : calls.refusal();
    }

    private OwnedSchema schema() {
        return OwnedSchema.read(
                pass.session(),
                config.ownedSchema(),
                config.migrate().role(),
                table.table().name());
    }

    /** @throws MigrationException MG033 where Alembic says that it succeeded and the heads are not reached */
    @Override
    public AlembicState apply(AlembicState judged) throws InterruptedException {
        boolean inUse = isInUse(judged);
        if (inUse) {
            openGuard(judged);
        }
        new AlembicRun(config, pass, calls).toHead(judged, schema(), inUse);
        AlembicState after = look();
        if (!after.isAtHead()) {
            throw MigrationException.permanent(
                    ErrorCode.MG033,
                    "gate.alembic.command (" + calls.command() + ") ended with success, and " + table.table()
                            + " says otherwise: " + after.describe());
        }
        return after;
    }

    /** Alembic's sessions are its own, and a driver need not hand over what PGOPTIONS has. */
    private void openGuard(AlembicState judged) {
        PolicyContext context = PolicyContext.of(
                        config.ownedSchema(),
                        config.foreignSchema(),
                        Set.of(table.table().name()))
                .withBookkeeping(config.schema());
        List<Script> declaring = judged.pending().stream()
                .filter(script -> !Declaration.names(script.text()).isEmpty())
                .map(PendingRevision::script)
                .toList();
        try {
            MigrationPasses.write(
                    pass.session(), config, context, declaring, pass.deadline().left());
        } catch (SQLException e) {
            throw DatabaseException.during("opening the guard to Alembic", e);
        }
    }
}
