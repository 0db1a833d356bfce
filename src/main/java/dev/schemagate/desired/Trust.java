package dev.schemagate.desired;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.schemagate.db.RoundTrip;
import dev.schemagate.desired.ExpressionEquivalence.Pair;
import dev.schemagate.files.Resource;

/**
 * Which expressions the server's planner may be given. It calls what is immutable, with the rights of the session, in a
 * transaction that can still reach outside of it; becoming the owner first is no protection, since a function may RESET ROLE.
 * Trusted is what a superuser or the login itself owns.
 *
 * @param untrusted names of others' functions among the words of the expressions
 * @param everywhere whether somebody else's function belongs to an operator, a cast or a type, which are called without a name
 * @param tables those that nothing untrusted belongs to, with the owner whom the login may become, empty for none
 */
record Trust(Set<String> untrusted, boolean everywhere, Map<String, String> tables) {

    private static final String QUERY = Resource.text(Trust.class, "trust.sql");

    /** Whatever may be a name, also inside a literal. */
    private static final Pattern WORD =
            Pattern.compile("\"(?:[^\"]|\"\")++\"|[\\p{L}_\\x80-\\uffff][\\p{L}\\p{N}_$\\x80-\\uffff]*");

    static Trust ask(Connection session, List<Pair> pairs) throws SQLException {
        RoundTrip trip = new RoundTrip();
        RoundTrip.Answer<Trust> answer = trip.ask(
                QUERY,
                Trust::read,
                pairs.stream().flatMap(Trust::words).distinct().toArray(),
                pairs.stream()
                        .map(Pair::table)
                        .filter(table -> !table.isEmpty())
                        .distinct()
                        .toArray());
        trip.run(session);
        return answer.get();
    }

    private static Trust read(ResultSet row) throws SQLException {
        Set<String> untrusted = new HashSet<>();
        Map<String, String> tables = new HashMap<>();
        boolean everywhere = false;
        while (row.next()) {
            Array names = row.getArray(1);
            untrusted.addAll(List.of((String[]) names.getArray()));
            everywhere = row.getBoolean(2);
            if (row.getBoolean(4)) {
                tables.put(row.getString(3), row.getString(5));
            }
        }
        return new Trust(untrusted, everywhere, tables);
    }

    boolean mayBePlanned(Pair pair) {
        return !everywhere
                && (pair.table().isEmpty() || tables.containsKey(pair.table()))
                && words(pair).noneMatch(untrusted::contains);
    }

    /** Who is to look at the pair's table; empty where that is the login. */
    String role(Pair pair) {
        return tables.getOrDefault(pair.table(), "");
    }

    private static Stream<String> words(Pair pair) {
        return Stream.of(pair.asked(), pair.actual(), pair.type())
                .flatMap(text -> WORD.matcher(text).results())
                .map(found -> found.group())
                .map(word -> word.startsWith("\"")
                        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                        : word.toLowerCase(Locale.ROOT));
    }
}
