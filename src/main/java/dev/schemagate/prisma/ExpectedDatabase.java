package dev.schemagate.prisma;

import java.util.List;
import java.util.Optional;

/** What a Prisma schema asks of the database. */
public record ExpectedDatabase(List<ExpectedTable> tables, List<ExpectedEnum> enums, List<String> views) {

    public Optional<ExpectedTable> table(String schema, String name) {
        return tables.stream()
                .filter(t -> t.schema().equals(schema) && t.name().equals(name))
                .findFirst();
    }
}
