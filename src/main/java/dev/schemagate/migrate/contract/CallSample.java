package dev.schemagate.migrate.contract;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How often the statements that use an object had been called.
 *
 * @param age in seconds
 * @param calls by what pg_stat_statements knows a statement by
 * @param dealloc how often the server had thrown entries away
 * @param reset when it had last thrown all of them away; null where it never did
 */
record CallSample(
        long age,
        Map<String, Long> calls,
        long dealloc,
        @Nullable Instant reset) {

    static Map<String, Long> calls(String text) {
        Map<String, Long> calls = new TreeMap<>();
        for (String entry : text.split(" ")) {
            int value = entry.indexOf('=');
            if (value > 0) {
                calls.put(entry.substring(0, value), Long.valueOf(entry.substring(value + 1)));
            }
        }
        return calls;
    }

    /** For {@link #calls(String)}. */
    String text() {
        return calls.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    /** Whether entries may be missing since: what is not seen proves nothing then. */
    boolean isCut(CallSample before) {
        return dealloc != before.dealloc
                || !Objects.equals(reset, before.reset)
                || before.calls.entrySet().stream()
                        .anyMatch(entry -> calls.getOrDefault(entry.getKey(), -1L) < entry.getValue());
    }

    /** How often a statement was called since. */
    long growth(String statement, CallSample before) {
        return calls.getOrDefault(statement, 0L) - before.calls.getOrDefault(statement, 0L);
    }
}
