package dev.schemagate.migrate.alembic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.migrate.HistoryTable;
import dev.schemagate.migrate.MigrationEngine;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.Migrations;
import dev.schemagate.migrate.alembic.revisions.AlembicProject;
import dev.schemagate.migrate.alembic.revisions.ProjectException;
import dev.schemagate.migrate.alembic.revisions.Revisions;
import dev.schemagate.sequence.Pass;

/** Alembic, run as {@code gate.alembic.command} or by another job. Where a schema stands is known without Python. */
public final class AlembicEngine implements MigrationEngine {

    private final GateConfig config;
    private final Path directory;
    private final AlembicCommand command;
    private final JobWait waiting = new JobWait();

    public AlembicEngine(GateConfig config) {
        this.config = config;
        this.directory = Path.of(config.alembic().directory());
        this.command = AlembicCommand.of(config.alembic().command());
    }

    @Override
    public HistoryTable history() {
        return VersionTable.history(config);
    }

    /** Of the settings and the folders of revisions; what {@code env.py} imports besides is not looked at. */
    @Override
    public String inputs() {
        if (needsNoFiles()) {
            return "";
        }
        try {
            AlembicProject project = project();
            return Stream.concat(
                            project.files().stream().map(MountedFolder::stamp),
                            project.versions().stream()
                                    .map(folder -> new MountedFolder(folder, true).fingerprint(".py")))
                    .collect(Collectors.joining("|"));
        } catch (ProjectException e) {
            return e.finding().describe();
        }
    }

    private boolean needsNoFiles() {
        return config.alembic().heads().isPresent();
    }

    private AlembicProject project() throws ProjectException {
        List<String> versions = new ArrayList<>(config.alembic().versions().orElse(List.of()));
        return AlembicProject.read(
                new AlembicProject.Start(directory, command.words(), System.getenv("ALEMBIC_CONFIG"), versions));
    }

    @Override
    public Migrations<?> read(Pass pass) {
        VersionTable table = new VersionTable(config);
        if (needsNoFiles()) {
            ExpectedHeads heads = new ExpectedHeads(config.alembic().heads().orElseThrow(), table);
            return new Awaited(() -> heads.state(pass.session()), Set::of, waiting);
        }
        if (!Files.isDirectory(directory)) {
            throw MigrationException.permanent(
                    ErrorCode.MG020,
                    "gate.alembic.directory " + directory
                            + " is no folder; mount the one that Alembic runs in, or correct it");
        }
        try {
            Revisions revisions = Revisions.read(project());
            AlembicMigrations migrations = new AlembicMigrations(config, pass, table, revisions, command);
            return config.alembic().mode() == GateConfig.AlembicMode.RUN
                    ? migrations
                    : new Awaited(migrations::look, migrations::declared, waiting);
        } catch (ProjectException e) {
            throw MigrationException.permanent(ErrorCode.MG020, e.finding().describe());
        }
    }
}
