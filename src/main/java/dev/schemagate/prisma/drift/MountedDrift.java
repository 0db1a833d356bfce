package dev.schemagate.prisma.drift;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.prisma.schema.PrismaSchema;
import dev.schemagate.prisma.schema.SchemaException;

/** The drift from {@code gate.prisma.schema}, as the audit looks at it now and again. */
public final class MountedDrift {

    private final GateConfig config;
    private volatile @Nullable DriftReport last;

    public MountedDrift(GateConfig config) {
        this.config = config;
    }

    /** What a person has to see to, a sentence each; nothing where no schema is mounted. */
    public List<String> look(Connection session) {
        String path = config.prisma().schema().orElse(null);
        if (path == null) {
            return List.of();
        }
        try {
            DriftReport report = new Drift(config).look(session, PrismaSchema.read(Path.of(path.strip())));
            last = report;
            return report.isEmpty()
                    ? List.of()
                    : List.of("drift from " + path + ": " + report.summary() + "; schema-gate drift tells all of it");
        } catch (SchemaException e) {
            last = null;
            return List.of(e.describe());
        }
    }

    /** Whether the last look found all in the database that the schema says, as it says it; false where there was no look. */
    public boolean hasAll() {
        DriftReport report = last;
        return report != null && report.hasAll();
    }

    /** How many deviations of a kind the last look found; empty where there was none. */
    public OptionalInt count(Deviation.Kind kind) {
        DriftReport report = last;
        return report == null
                ? OptionalInt.empty()
                : OptionalInt.of(report.counted().getOrDefault(kind, 0));
    }
}
