package dev.schemagate.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.PrismaSchemaSource;
import dev.schemagate.lint.FileKind;
import dev.schemagate.lint.Format;
import dev.schemagate.lint.Inputs;
import dev.schemagate.lint.LintReport;
import dev.schemagate.lint.Linter;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.PolicyContext;

/**
 * Checks SQL and manifests offline.
 *
 * <p>Runs without the application, whose start would take longer than the checks: nothing is injected.
 */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Checks hotfixes, migrations, Kubernetes manifests and LiteLLM configuration; needs no database.",
            "Exit codes: 0 nothing found or warnings only, 1 errors found, 2 usage, 3 something could not be checked."
        },
        footer = {"", "Example:", "  schema-gate lint hotfixes migrations kubernetes"})
class LintCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "Folder or file: hotfixes, migrations of Flyway or Prisma, revisions of Alembic, .yaml manifests;"
                            + " - reads SQL from standard input.")
    List<String> paths;

    @Option(
            names = "--as",
            description = "What every SQL file is: ${COMPLETION-CANDIDATES} (default: derived from names).")
    @Nullable
    As as;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Format format;

    @Option(
            names = "--pending",
            paramLabel = "PATH",
            description = "Prisma migrations that are not deployed yet: hotfixes must not add what they will add.")
    List<String> pending = List.of();

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description =
                    "A Flyway placeholder's value, as gate.migrate.placeholders.NAME; may be given several times.")
    Map<String, String> placeholders = Map.of();

    @Option(
            names = "--fresh",
            description = "Nothing runs on the owned schema yet: judge only ownership in its migrations.")
    boolean fresh;

    @Override
    public Integer call() {
        Inputs.Found found = new Inputs(as == null ? null : as.kind, System.in).read(paths);
        Linter.Pending ahead = Linter.pending(new Inputs(FileKind.PRISMA, System.in).read(pending));
        SmallRyeConfig settings = settings();
        PolicyContext context = schemas(settings).withOwnedHistory(!fresh).withPending(ahead.scripts());
        LintReport report = new Linter(context, placeholders(settings, context.ownedSchema()), locations(settings))
                .lint(found.files())
                .with(found.unread(), ahead.findings());
        format.write(report, spec.commandLine().getOut());
        report.unchecked().forEach(finding -> complain(finding.rule(), finding.file() + ": " + finding.message()));
        found.empty()
                .forEach(folder -> complain(
                        "CF004", folder + ": nothing to check, no .sql, no .yaml and no revision of Alembic's"));
        return report.unchecked().isEmpty() && found.empty().isEmpty() ? verdict(report) : ExitCode.NOT_CHECKED;
    }

    private static int verdict(LintReport report) {
        return report.clean() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private void complain(String code, String message) {
        spec.commandLine().getErr().println("error: [" + code + "] " + message);
    }

    /** As every other verb reads them. */
    private static SmallRyeConfig settings() {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withSources(new PrismaSchemaSource())
                .build();
    }

    private static PolicyContext schemas(SmallRyeConfig settings) {
        return PolicyContext.of(
                        settings.getOptionalValue("gate.owned-schema", String.class)
                                .orElse(GateConfig.OWNED_SCHEMA),
                        settings.getOptionalValue("gate.foreign-schema", String.class)
                                .orElse(GateConfig.FOREIGN_SCHEMA),
                        Engines.ledgers(settings.getOptionalValue("gate.alembic.version-table", String.class)))
                .withBookkeeping(
                        settings.getOptionalValue("gate.schema", String.class).orElse(GateConfig.SCHEMA));
    }

    private static List<Path> locations(SmallRyeConfig settings) {
        return settings.getOptionalValues("gate.migrate.locations", String.class).orElse(List.of()).stream()
                .map(Path::of)
                .toList();
    }

    private Placeholders placeholders(SmallRyeConfig settings, String ownedSchema) {
        Map<String, String> all =
                new HashMap<>(settings.getOptionalValues("gate.migrate.placeholders", String.class, String.class)
                        .orElse(Map.of()));
        all.putAll(placeholders);
        return Placeholders.offline(all, ownedSchema, settings.getOptionalValue("gate.migrate.role", String.class));
    }

    /** What SQL files can be taken for. */
    enum As {
        hotfix(FileKind.HOTFIX),
        migration(FileKind.MIGRATION),
        prisma(FileKind.PRISMA);

        final FileKind kind;

        As(FileKind kind) {
            this.kind = kind;
        }
    }
}
