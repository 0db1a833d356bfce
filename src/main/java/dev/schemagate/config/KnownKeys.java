package dev.schemagate.config;

import java.util.List;

import dev.schemagate.files.Resource;

/** Every key of {@link GateConfig} by name. */
final class KnownKeys {

    /** From a resource that a test keeps equal to the mapping, so that nothing is read by reflection. */
    private static final List<String> KEYS = Resource.text(KnownKeys.class, "keys.txt")
            .lines()
            .filter(line -> !line.isBlank())
            .toList();

    private KnownKeys() {}

    static List<String> all() {
        return KEYS;
    }
}
