package dev.schemagate.migrate.alembic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import dev.schemagate.sql.SqlText;

/** The last lines that a command said, without credentials and row values. Several threads speak. */
final class Spoken {

    private static final int KEPT = 500;

    /** What a URL has between scheme and host, and what a connection string says of it. */
    private static final Pattern LOGIN = Pattern.compile("(?<=://)[^\\s/@:]*:[^\\s/@]*(?=@)");

    private static final Pattern PASSWORD = Pattern.compile("(?i)(password\\s*=\\s*)('[^']*'|\\S+)");

    /** SQLAlchemy shows a statement's parameters; PostgreSQL the row that it failed on, behind a word of its language and two blanks. */
    private static final Pattern VALUES = Pattern.compile("^(\\s*(?:\\[parameters: |(?!HINT)[^\\s:\\[]{2,12}: {2})).*");

    /** A data exception (class 22), as both drivers and SQLAlchemy name it, quotes the value that it stumbled over. */
    private static final Pattern DATA =
            Pattern.compile("(?i)DataError|TextRepresentation|OutOfRange|Overflow|Datetime");

    private static final Pattern QUOTED = Pattern.compile("[\"'«»„“”‹›].*[\"'«»„“”‹›]");

    private static final Pattern STATEMENT = Pattern.compile("^\\s*(?:\\[SQL: |\\S+ \\d+: ).*");

    private final Deque<String> lines = new ArrayDeque<>();
    private boolean inStatement;

    /** A text without the credentials that it may hold. */
    static String masked(String text) {
        return PASSWORD.matcher(LOGIN.matcher(text).replaceAll("…")).replaceAll("$1…");
    }

    /** @return the line as it may be shown */
    synchronized String hear(String line) {
        String shown = masked(line.replaceAll("\\p{Cntrl}", " ").stripTrailing());
        if (inStatement) {
            // It may be the rest of a literal.
            inStatement = !shown.endsWith("]");
            return "…";
        }
        shown = VALUES.matcher(shown).replaceAll("$1…");
        if (DATA.matcher(shown).find()) {
            shown = QUOTED.matcher(shown).replaceAll("…");
        }
        if (STATEMENT.matcher(shown).matches()) {
            inStatement = shown.strip().startsWith("[SQL: ") && !shown.endsWith("]");
            shown = SqlText.withoutLiterals(shown);
        }
        lines.add(shown);
        if (lines.size() > KEPT) {
            lines.poll();
        }
        return shown;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
