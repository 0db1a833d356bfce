package dev.schemagate.watch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.watch.record.DatabaseError;

/**
 * What a 42703 says is missing (postgres-facts C4).
 *
 * @param table as the message names it, else null; {@code qualifier} is an alias or a table
 */
record MissingName(Optional<String> table, Optional<String> qualifier, String column) {

    private static final String QUOTED = "\\\\?\"([^\"\\\\]+)\\\\?\"";
    private static final Pattern OF_RELATION = Pattern.compile("column " + QUOTED + " of relation " + QUOTED);
    private static final Pattern ALONE = Pattern.compile("column " + QUOTED + " does not exist");
    private static final Pattern QUALIFIED = Pattern.compile("column `?([^\"`\\s]+?)`? does not exist");

    static Optional<MissingName> of(DatabaseError error) {
        if (!error.sqlState().equals("42703")) {
            return Optional.empty();
        }
        Matcher matcher = OF_RELATION.matcher(error.message());
        if (matcher.find()) {
            return Optional.of(new MissingName(Optional.of(matcher.group(2)), Optional.empty(), matcher.group(1)));
        }
        matcher = ALONE.matcher(error.message());
        if (matcher.find()) {
            return Optional.of(new MissingName(Optional.empty(), Optional.empty(), matcher.group(1)));
        }
        matcher = QUALIFIED.matcher(error.message());
        if (!matcher.find()) {
            return Optional.empty();
        }
        String name = matcher.group(1);
        int dot = name.lastIndexOf('.');
        String qualifier = dot < 0 ? "" : name.substring(0, dot);
        // An app's engine names the table itself; the server says what stands in the statement, maybe an alias.
        boolean isTable = error.origin() == DatabaseError.Origin.APP && dot > 0;
        return Optional.of(new MissingName(
                isTable ? Optional.of(qualifier.substring(qualifier.lastIndexOf('.') + 1)) : Optional.empty(),
                qualifier.isEmpty() ? Optional.empty() : Optional.of(qualifier),
                name.substring(dot + 1)));
    }

    /** As the message writes it, without quotes. */
    String written() {
        return qualifier.map(q -> q + "." + column).orElse(column);
    }
}
