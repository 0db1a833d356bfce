package dev.schemagate.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.configuration.DurationConverter;

/**
 * Whether all settings can be used: what is wrong with a value, and its type does not say. Asked before a port is opened or a
 * database is looked for, so that no gate is ever ready and then ends for a setting.
 */
public final class Settings {

    private final Allowed allowed = new Allowed();

    private Settings() {}

    /** @throws ConfigurationException with key, value and what is allowed, for all that is wrong */
    public static void validate(GateConfig config) {
        List<String> problems = problems(config);
        if (!problems.isEmpty()) {
            throw ConfigurationException.of(problems);
        }
    }

    /** A sentence for each wrong value. */
    static List<String> problems(GateConfig config) {
        Settings settings = new Settings();
        settings.schemas(config);
        settings.pod(config);
        settings.database(config.database());
        settings.migrate(config.migrate());
        settings.contract(config);
        settings.alembic(config.alembic());
        settings.hotfix(config.hotfix());
        settings.prisma(config.prisma());
        config.await().query().ifPresent(query -> settings.allowed.select("gate.await.query", query));
        settings.allowed.positive("gate.sequence.deadline", config.sequence().deadline());
        settings.allowed.positive("gate.sequence.retry", config.sequence().retry());
        settings.reload(config.reload());
        settings.kubernetes(config);
        settings.watch(config.watch());
        return settings.allowed.problems();
    }

    private void schemas(GateConfig config) {
        allowed.schema("gate.owned-schema", config.ownedSchema());
        allowed.schema("gate.foreign-schema", config.foreignSchema());
        allowed.schema("gate.schema", config.schema());
        List<String> schemas = List.of(config.ownedSchema(), config.foreignSchema(), config.schema());
        allowed.unless(
                schemas.stream().distinct().count() == schemas.size(),
                "gate.owned-schema, gate.foreign-schema, gate.schema",
                String.join(", ", schemas),
                "name three different schemas");
    }

    private void pod(GateConfig config) {
        allowed.text("gate.app", config.app());
        config.pod().ifPresent(pod -> allowed.text("gate.pod", pod));
        allowed.text("gate.revision", config.revision());
        allowed.positive("gate.pod-heartbeat", config.podHeartbeat());
    }

    private void database(GateConfig.Database database) {
        database.username().ifPresent(user -> allowed.name("gate.database.username", user));
        allowed.unless(
                database.password().isEmpty() || database.passwordFile().isEmpty(),
                "gate.database.password-file",
                database.passwordFile().orElse(""),
                "gate.database.password is set, too; set only one of them");
        database.passwordFile().ifPresent(file -> allowed.text("gate.database.password-file", file));
        allowed.unless(
                database.sessions() > 0,
                "gate.database.sessions",
                String.valueOf(database.sessions()),
                "write 1 or more");
    }

    private void migrate(GateConfig.Migrate migrate) {
        migrate.locations().forEach(folder -> allowed.folder("gate.migrate.locations", folder));
        migrate.role().ifPresent(role -> allowed.name("gate.migrate.role", role));
        migrate.placeholders()
                .forEach((name, value) -> allowed.unless(
                        value.indexOf('\0') < 0,
                        "gate.migrate.placeholders." + name,
                        value.replace('\0', '?'),
                        "PostgreSQL knows no NUL character"));
        migrate.baselineVersion()
                .ifPresent(version -> allowed.unless(
                        version.matches("\\d+([._]\\d+)*+"),
                        "gate.migrate.baseline-version",
                        version,
                        "write a version such as 5 or 2026.11.1"));
        allowed.positive("gate.migrate.lock-timeout", migrate.lockTimeout());
        allowed.positive("gate.migrate.lock-budget", migrate.lockBudget());
    }

    private void contract(GateConfig config) {
        Duration quiet = config.contract().quiet();
        if (!quiet.isZero()) {
            allowed.positive("gate.contract.quiet", quiet);
        }
        String key = "gate.contract.soft-drop";
        String written = config.contract().softDrop();
        try {
            softDrop(config.contract()).ifPresent(window -> {
                allowed.positive(key, window);
                allowed.unless(
                        window.compareTo(config.sequence().deadline()) < 0,
                        key,
                        written,
                        "it has to end before gate.sequence.deadline, which is "
                                + Allowed.text(config.sequence().deadline()));
            });
        } catch (IllegalArgumentException e) {
            allowed.unless(false, key, written, "write off, or a duration such as 60s or 5m");
        }
    }

    /**
     * For how long a column is withheld before it is dropped; empty where it is not.
     *
     * @throws IllegalArgumentException for what is neither off nor a duration
     */
    public static Optional<Duration> softDrop(GateConfig.Contract contract) {
        return contract.softDrop().equals(GateConfig.NO_SOFT_DROP)
                ? Optional.empty()
                : Optional.ofNullable(DurationConverter.parseDuration(contract.softDrop()));
    }

    private void alembic(GateConfig.Alembic alembic) {
        allowed.words("gate.alembic.command", alembic.command());
        allowed.folder("gate.alembic.directory", alembic.directory());
        alembic.versions()
                .ifPresent(folders -> folders.forEach(folder -> allowed.folder("gate.alembic.versions", folder)));
        alembic.heads().ifPresent(heads -> {
            heads.forEach(head -> allowed.text("gate.alembic.heads", head));
            allowed.unless(
                    alembic.mode() == GateConfig.AlembicMode.WAIT,
                    "gate.alembic.heads",
                    String.join(",", heads),
                    "only gate.alembic.mode=wait reads it; run migrates to the heads of the revision files");
        });
        alembic.versionTable().ifPresent(table -> allowed.name("gate.alembic.version-table", table));
        alembic.versionTableSchema().ifPresent(schema -> allowed.name("gate.alembic.version-table-schema", schema));
    }

    private void hotfix(GateConfig.Hotfix hotfix) {
        allowed.folder("gate.hotfix.dir", hotfix.dir());
        hotfix.role().ifPresent(role -> allowed.name("gate.hotfix.role", role));
        allowed.positive("gate.hotfix.lock-timeout", hotfix.lockTimeout());
        allowed.positive("gate.hotfix.statement-timeout", hotfix.statementTimeout());
        allowed.positive("gate.hotfix.lock-budget", hotfix.lockBudget());
        allowed.positive("gate.hotfix.recheck", hotfix.recheck());
    }

    private void prisma(GateConfig.Prisma prisma) {
        prisma.schema().ifPresent(path -> allowed.folder("gate.prisma.schema", path));
        prisma.migrations().ifPresent(path -> allowed.folder("gate.prisma.migrations", path));
        allowed.unless(
                prisma.waitFor().filter(GateConfig.PrismaWait.FILES::equals).isEmpty()
                        || prisma.migrations().isPresent(),
                "gate.prisma.wait",
                "files",
                "set gate.prisma.migrations to the folder of Prisma's migrations, or wait for the ledger");
    }

    private void reload(GateConfig.Reload reload) {
        allowed.name("gate.reload.channel", reload.channel());
        allowed.payload("gate.reload.payload", reload.payload());
        reload.schemas().ifPresent(schemas -> schemas.forEach(schema -> allowed.name("gate.reload.schemas", schema)));
        reload.proofUrl().ifPresent(url -> allowed.url("gate.reload.proof-url", url));
    }

    private void kubernetes(GateConfig config) {
        GateConfig.Kubernetes kubernetes = config.kubernetes();
        kubernetes.url().ifPresent(url -> allowed.url("gate.kubernetes.url", url));
        allowed.text("gate.kubernetes.token-file", kubernetes.tokenFile());
        allowed.text("gate.kubernetes.ca-file", kubernetes.caFile());
        kubernetes.namespace().ifPresent(name -> allowed.label("gate.kubernetes.namespace", name));
        config.watch().container().ifPresent(name -> allowed.label("gate.watch.container", name));
    }

    private void watch(GateConfig.Watch watch) {
        boolean readsFile = watch.sources().orElse(List.of()).contains(GateConfig.Source.FILE);
        allowed.unless(
                !readsFile || watch.file().isPresent(),
                "gate.watch.sources",
                "file",
                "set gate.watch.file to the path of the log, or leave file out");
        allowed.unless(
                !watch.sources().orElse(List.of()).contains(GateConfig.Source.DATABASE_PODS)
                        || watch.databasePods().isPresent(),
                "gate.watch.sources",
                "database-pods",
                "set gate.watch.database-pods to the labels of the database's pods, or leave database-pods out");
        watch.databasePods().ifPresent(selector -> allowed.selector("gate.watch.database-pods", selector));
        watch.file().ifPresent(file -> allowed.glob("gate.watch.file", file));
        allowed.positive("gate.watch.every", watch.every());
        allowed.positive("gate.watch.window", watch.window());
        allowed.positive("gate.watch.log-fdw.every", watch.logFdwEvery());
        allowed.unless(
                watch.logFdwEvery().compareTo(watch.window()) < 0
                        || !watch.sources().orElse(List.of()).contains(GateConfig.Source.LOG_FDW),
                "gate.watch.log-fdw.every",
                Allowed.text(watch.logFdwEvery()),
                "it must be shorter than gate.watch.window, which is " + Allowed.text(watch.window()));
        allowed.positive("gate.watch.quiet", watch.quiet());
        allowed.positive("gate.watch.quiet-max", watch.quietMax());
        allowed.unless(
                watch.quiet().compareTo(watch.quietMax()) <= 0,
                "gate.watch.quiet",
                Allowed.text(watch.quiet()),
                "it doubles up to gate.watch.quiet-max, which is " + Allowed.text(watch.quietMax()));
        watch.states().forEach(state -> allowed.sqlState("gate.watch.states", state));
        allowed.unless(
                watch.threshold() > 0, "gate.watch.threshold", String.valueOf(watch.threshold()), "write 1 or more");
        watch.ignore().ifPresent(entries -> entries.forEach(entry -> allowed.ignored("gate.watch.ignore", entry)));
        watch.applicationName().ifPresent(name -> allowed.text("gate.watch.application-name", name));
    }
}
