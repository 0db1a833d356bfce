package dev.schemagate.watch;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.watch.record.DatabaseError;

/**
 * What a 42703 says is missing.
 *
 * @param table as the message names it, else null; {@code qualifier} is an alias or a table
 */
record MissingName(Optional<String> table, Optional<String> qualifier, String column) {

    private static final String QUOTED = "\\\\?\"([^\"\\\\]+)\\\\?\"";
    private static final Pattern OF_RELATION = Pattern.compile("column " + QUOTED + " of relation " + QUOTED);
    private static final Pattern ALONE = Pattern.compile("column " + QUOTED + " does not exist");
    private static final Pattern QUALIFIED = Pattern.compile("column `?([^\"`\\s]+?)`? does not exist");

    private static final String IDENTIFIER = "(?:\"(?:[^\"]|\"\")++\"|[\\p{L}_][\\p{L}\\p{N}_$]*+)";
    private static final Pattern REFERENCE = Pattern.compile("(?:" + IDENTIFIER + "\\s*\\.\\s*)??(?:(?<qualifier>"
            + IDENTIFIER + ")\\s*\\.\\s*)?(?<column>" + IDENTIFIER + ")(?!\\s*\\.)");

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
            return atCursor(error);
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

    /** In a language that we do not read, what stands where the error is, if the message names it too. */
    private static Optional<MissingName> atCursor(DatabaseError error) {
        String statement = error.statement();
        if (statement == null
                || error.cursor() < 1
                || error.cursor() > statement.codePointCount(0, statement.length())) {
            return Optional.empty();
        }
        Matcher reference = REFERENCE
                .matcher(statement)
                .region(statement.offsetByCodePoints(0, error.cursor() - 1), statement.length());
        if (!reference.lookingAt() || !error.message().contains(folded(reference.group("column")))) {
            return Optional.empty();
        }
        return Optional.of(new MissingName(
                Optional.empty(),
                Optional.ofNullable(reference.group("qualifier")).map(MissingName::folded),
                folded(reference.group("column"))));
    }

    /** An identifier as PostgreSQL understands it. */
    private static String folded(String identifier) {
        return identifier.startsWith("\"")
                ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
                : identifier.toLowerCase(Locale.ROOT);
    }

    /** As the message writes it, without quotes. */
    String written() {
        return qualifier.map(q -> q + "." + column).orElse(column);
    }
}
