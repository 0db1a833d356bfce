package dev.schemagate.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Every key of {@link GateConfig} by name. */
final class KnownKeys {

    /** From a resource that a test keeps equal to the mapping, so that nothing is read by reflection. */
    private static final List<String> KEYS = read();

    private KnownKeys() {}

    static List<String> all() {
        return KEYS;
    }

    private static List<String> read() {
        try (InputStream in = KnownKeys.class.getResourceAsStream("keys.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
