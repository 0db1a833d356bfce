package dev.schemagate.db;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import dev.schemagate.config.ConfigurationException;

/**
 * Takes Prisma's {@code ?schema=} of the connection string as the default of {@code gate.foreign-schema}: it is the
 * schema that Prisma works in. Anything that names the key itself wins.
 */
public final class PrismaSchemaSource implements ConfigSourceFactory {

    /** Above the defaults, below application.properties (250), the environment (300) and system properties (400). */
    private static final int ORDINAL = 240;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return List.of("gate.database.url", "DIRECT_URL", "DATABASE_URL").stream()
                .map(context::getValue)
                .filter(value -> value != null
                        && value.getValue() != null
                        && !value.getValue().isEmpty())
                .map(ConfigValue::getValue)
                .findFirst()
                .flatMap(PrismaSchemaSource::schema)
                .<Iterable<ConfigSource>>map(schema -> List.of(new PropertiesConfigSource(
                        Map.of("gate.foreign-schema", schema), "the connection string's schema parameter", ORDINAL)))
                .orElse(List.of());
    }

    private static Optional<String> schema(String url) {
        try {
            return ConnectionString.parse("GATE_DATABASE_URL", url).prismaSchema();
        } catch (ConfigurationException e) {
            // Said with the right variable's name when the database is looked up.
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}
