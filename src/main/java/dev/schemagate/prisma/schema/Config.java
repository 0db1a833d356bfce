package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What datasource and generators say that concerns the models.
 *
 * @param datasource its name, with which its native types begin
 * @param foreignKeys whether a relation is a foreign key of the database, too
 */
record Config(String datasource, List<String> schemas, Set<String> previewFeatures, boolean foreignKeys) {

    static Config of(Parser parser) {
        BlockSetting provider = parser.datasource.stream()
                .filter(s -> s.name().equals("provider"))
                .findFirst()
                .orElse(null);
        if (provider != null
                && !provider.value()
                        .equals(new Value.Text("postgresql", provider.value().place()))
                && !provider.value()
                        .equals(new Value.Text("postgres", provider.value().place()))) {
            throw provider.value().place().refuse("only the provider \"postgresql\" is supported");
        }
        return new Config(
                parser.datasourceName,
                texts(parser.datasource, "schemas").toList(),
                texts(parser.generator, "previewFeatures").collect(Collectors.toSet()),
                Stream.of("relationMode", "referentialIntegrity") // the latter is Prisma 3's word
                        .flatMap(setting -> texts(parser.datasource, setting))
                        .noneMatch("prisma"::equals));
    }

    private static Stream<String> texts(List<BlockSetting> settings, String name) {
        return settings.stream()
                .filter(s -> s.name().equals(name))
                .flatMap(s -> s.value() instanceof Value.Array array ? array.values().stream() : Stream.of(s.value()))
                .flatMap(v -> Attribute.text(v).stream());
    }
}
