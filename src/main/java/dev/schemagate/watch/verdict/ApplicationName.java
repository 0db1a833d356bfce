package dev.schemagate.watch.verdict;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.schemagate.sql.Identifiers;

/**
 * An {@code application_name} that somebody configured, as the server keeps it: cut to 63 bytes, and each byte that is no printable
 * ASCII put as {@code ?} (before PostgreSQL 16) or as {@code \xc3} (PostgreSQL docs 20.8.3).
 */
public record ApplicationName(String name) {

    /** Whether a session of that name is one of this: equal, or followed by what cannot belong to a pod's name, as in web-1:worker. */
    public boolean names(String given) {
        return kept().anyMatch(key ->
                given.startsWith(key) && (given.length() == key.length() || !isNamePart(given.charAt(key.length()))));
    }

    /** A regular expression of PostgreSQL's for the names that {@link #names} takes, as {@code pg_stat_activity} has them. */
    public String pattern() {
        List<String> keys = kept().map(key -> Identifiers.cut(key).replaceAll("([^A-Za-z0-9])", "\\\\$1"))
                .distinct()
                .toList();
        return "^(" + String.join("|", keys) + ")([^A-Za-z0-9.-]|$)";
    }

    private Stream<String> kept() {
        String cut = Identifiers.cut(name);
        return Stream.of(cleaned(cut, "?"), cleaned(cut, "\\x%02x"));
    }

    private static String cleaned(String name, String each) {
        StringBuilder clean = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            clean.append(b >= ' ' && b <= '~' ? String.valueOf((char) b) : String.format(each, b));
        }
        return clean.toString();
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-';
    }
}
