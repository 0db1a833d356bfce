package dev.schemagate.ownership;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.prisma.Expectation;
import dev.schemagate.prisma.ExpectedDatabase;
import dev.schemagate.prisma.ExpectedEnum;
import dev.schemagate.prisma.ExpectedTable;
import dev.schemagate.prisma.schema.PrismaSchema;

/** The names of what {@code gate.prisma.schema} has in the foreign schema; read when first asked for, and once. */
public final class PrismaNames implements Supplier<Optional<Set<String>>> {

    private final Optional<String> file;
    private final String foreign;
    private @Nullable Set<String> names;

    private PrismaNames(Optional<String> file, String foreign) {
        this.file = file;
        this.foreign = foreign;
    }

    public static PrismaNames of(GateConfig config) {
        return new PrismaNames(config.prisma().schema(), config.foreignSchema());
    }

    @Override
    public synchronized Optional<Set<String>> get() {
        if (file.isPresent() && names == null) {
            ExpectedDatabase expected = Expectation.of(PrismaSchema.read(Path.of(file.get())), foreign);
            names = Stream.of(
                            expected.tables().stream()
                                    .filter(table -> table.schema().equals(foreign))
                                    .map(ExpectedTable::name),
                            expected.enums().stream()
                                    .filter(type -> type.schema().equals(foreign))
                                    .map(ExpectedEnum::name),
                            expected.views().stream())
                    .flatMap(each -> each)
                    .collect(Collectors.toUnmodifiableSet());
        }
        return Optional.ofNullable(names);
    }
}
