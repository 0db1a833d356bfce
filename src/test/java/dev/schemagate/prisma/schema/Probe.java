package dev.schemagate.prisma.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A small schema, and on which lines Prisma complains of it; none where it is valid. */
record Probe(String name, String text, List<Integer> lines) {

    static List<Probe> all() {
        return Stream.of(resource("probes.txt").split("(?m)^== "))
                .skip(1)
                .map(Probe::of)
                .toList();
    }

    private static Probe of(String section) {
        int head = section.indexOf('\n');
        int verdict = section.lastIndexOf("-- ");
        String lines = section.substring(verdict + 3).strip();
        return new Probe(
                section.substring(0, head),
                section.substring(head + 1, verdict).replace('␍', '\r').replace('␂', '\ufeff'),
                lines.equals("ok")
                        ? List.of()
                        : Arrays.stream(lines.split(",")).map(Integer::valueOf).toList());
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Probe.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> files() {
        return Map.of("schema.prisma", text);
    }

    @Override
    public String toString() {
        return name;
    }
}
