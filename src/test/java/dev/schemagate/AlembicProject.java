package dev.schemagate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

/** A real Alembic project below a test's folder, and the gates that run it on a new database. */
public record AlembicProject(TestDatabase database, Path files) {

    private static final String INI = """
            [alembic]
            script_location = %(here)s/scripts

            [loggers]
            keys = root,alembic

            [handlers]
            keys = console

            [formatters]
            keys = generic

            [logger_root]
            level = WARN
            handlers = console
            qualname =

            [logger_alembic]
            level = INFO
            handlers =
            qualname = alembic

            [handler_console]
            class = StreamHandler
            args = (sys.stderr,)
            level = NOTSET
            formatter = generic

            [formatter_generic]
            format = %(levelname)-5.5s [%(name)s] %(message)s
            """;

    /** As Alembic's template writes it, but for the URL. */
    private static final String ENV = """
            import os
            from logging.config import fileConfig
            from alembic import context
            from sqlalchemy import create_engine, pool

            fileConfig(context.config.config_file_name)

            if context.is_offline_mode():
                context.configure(url="postgresql://", literal_binds=True, dialect_opts={"paramstyle": "named"}, SETTINGS)
                with context.begin_transaction():
                    context.run_migrations()
            else:
                engine = create_engine(os.environ["SCHEMA_GATE_DATABASE_URL"], poolclass=pool.NullPool)
                with engine.connect() as connection:
                    context.configure(connection=connection, SETTINGS)
                    with context.begin_transaction():
                        context.run_migrations()
            """;

    public static AlembicProject in(Path files) {
        return in(files, PostgresServer.shared().newDatabase());
    }

    /** As {@link #in(Path)}, on a database of a test's own server. */
    public static AlembicProject in(Path files, TestDatabase database) {
        AlembicProject project = new AlembicProject(database, files);
        project.write("alembic.ini", INI);
        project.env("transaction_per_migration=False");
        project.folder("scripts/versions");
        return project;
    }

    /** @param settings of {@code context.configure} */
    public void env(String settings) {
        envFile(ENV.replace("SETTINGS", settings));
    }

    public void envFile(String python) {
        write("scripts/env.py", python);
    }

    public Path write(String name, String text) {
        try {
            Path file = files.resolve("alembic").resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void folder(String name) {
        try {
            Files.createDirectories(files.resolve("alembic").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A revision file.
     *
     * @param down Python: the value of {@code down_revision}, and what else stands at the top
     * @param upgrade the body of {@code upgrade()}
     */
    public Path revision(String id, String down, String... upgrade) {
        return write("scripts/versions/" + id + ".py", """
                \"\"\"revision %s\"\"\"
                import sqlalchemy as sa
                from alembic import op

                revision = "%s"
                down_revision = %s


                def upgrade():
                    %s


                def downgrade():
                    raise NotImplementedError
                """.formatted(id, id, down, String.join("\n    ", upgrade)));
    }

    /** One that runs SQL. */
    public Path sql(String id, String down, String sql) {
        return revision(id, down, "op.execute(\"\"\"" + sql + "\"\"\")");
    }

    public TestGate gate(String... settings) {
        return TestGate.on(database.url(), files, settings(settings));
    }

    /** For {@link TestGate} and, with {@code -D}, for a process. */
    public String[] settings(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "gate.migrate.engine",
                "alembic",
                "gate.alembic.directory",
                files.resolve("alembic").toString()));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    /** The rows of the version table in the owned schema, in order. */
    public String at() {
        return database.value("SELECT string_agg(version_num, ',' ORDER BY version_num) FROM nemo.alembic_version");
    }
}
