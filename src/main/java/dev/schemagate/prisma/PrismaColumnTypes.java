package dev.schemagate.prisma;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.prisma.schema.PrismaSchema;
import dev.schemagate.prisma.schema.SchemaException;

/** What type a column of the foreign schema ought to have, by the mounted {@code gate.prisma.schema}; read when first asked. */
public final class PrismaColumnTypes {

    private static final Logger LOG = Logger.getLogger(PrismaColumnTypes.class);

    private final GateConfig config;
    private @Nullable ExpectedDatabase expected;

    public PrismaColumnTypes(GateConfig config) {
        this.config = config;
    }

    /** The type as SQL writes it; empty where no schema is mounted, or where it does not have the column. */
    public synchronized Optional<String> type(String table, String column) {
        if (config.prisma().schema().isEmpty()) {
            return Optional.empty();
        }
        if (expected == null) {
            expected = read(config.prisma().schema().get());
        }
        return expected.table(config.foreignSchema(), table)
                .flatMap(t -> t.column(column))
                .map(ExpectedColumn::type);
    }

    /** A schema that cannot be read tells no types: an error that the log watch reports must not fail for it. */
    private ExpectedDatabase read(String path) {
        try {
            return Expectation.of(PrismaSchema.read(Path.of(path)), config.foreignSchema());
        } catch (SchemaException e) {
            LOG.warnf("no types from gate.prisma.schema reason=\"%s\"", e.getMessage());
            return new ExpectedDatabase(List.of(), List.of(), List.of());
        }
    }
}
