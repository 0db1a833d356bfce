package dev.schemagate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.prisma.drift.Drift;
import dev.schemagate.prisma.drift.DriftFile;
import dev.schemagate.prisma.drift.DriftReport;
import dev.schemagate.prisma.schema.PrismaSchema;

/** Compares the foreign schema with Prisma's schema. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the foreign schema with a schema.prisma: what is missing, different or extra; changes nothing.",
            "Exit codes: 0 no drift, 1 drift, 2 usage, 3 could not check."
        },
        footer = {"", "Example:", "  schema-gate drift --prisma schema.prisma --write hotfixes"})
class DriftCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = "--prisma",
            paramLabel = "PATH",
            description = "Prisma's schema, a file or the folder of its files (default: gate.prisma.schema).")
    @Nullable
    Path prisma;

    @Option(names = "--format", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
    Format format;

    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description = "Writes what a hotfix may patch as a new file into this folder.")
    @Nullable
    Path folder;

    @Inject
    Instance<GateConfig> config;

    @Inject
    Instance<Database> database;

    @Override
    public Integer call() {
        Path path = prisma != null
                ? prisma
                : config.get()
                        .prisma()
                        .schema()
                        .map(Path::of)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(), "give --prisma PATH, or set GATE_PRISMA_SCHEMA"));
        PrismaSchema schema = PrismaSchema.read(path);
        DriftReport report = new Drift(config.get()).look(database.get(), schema);
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(report.json());
        } else {
            report.print(out);
        }
        if (folder != null && !report.patches().isEmpty()) {
            spec.commandLine().getErr().println("wrote " + DriftFile.write(folder, report, path));
        }
        return report.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
