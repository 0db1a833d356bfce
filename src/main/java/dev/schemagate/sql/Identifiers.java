package dev.schemagate.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Names and literals as PostgreSQL reads them (PostgreSQL docs 4.1). */
public final class Identifiers {

    /** NAMEDATALEN - 1: the bytes of a name behind which the server cuts it. */
    public static final int MOST_BYTES = 63;

    private Identifiers() {}

    /** Always quoted, so that case and keywords keep their meaning. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quoted, and separated by commas. */
    public static String list(List<String> names) {
        return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** A string literal for a place that takes no parameter. */
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }

    /** Whether the server keeps the name whole. */
    public static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    /** What the server keeps of a name: whole characters, as in {@code pg_mbcliplen}. */
    public static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, MOST_BYTES);
        while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }
}
