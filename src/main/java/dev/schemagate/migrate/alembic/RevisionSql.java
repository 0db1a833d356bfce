package dev.schemagate.migrate.alembic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.Statement;

/**
 * The statements of a revision, without those that Alembic adds of its own: BEGIN and COMMIT, and what keeps the version table. As
 * many of these as Alembic writes, and where it writes them: more are the revision's, and are judged.
 *
 * @param inTransaction whether all of them share one
 */
record RevisionSql(String text, boolean inTransaction) {

    private static final Set<String> CONTROL = Set.of("BEGIN", "COMMIT");

    /**
     * @param id of the revision
     * @param before what Alembic printed before it named the first revision; empty for every other one
     * @param printed between two lines of Alembic's that say which revision follows
     * @param table as SQL or Alembic spells it, with or without its schema
     */
    static RevisionSql of(String id, String before, String printed, List<String> table) {
        RevisionSql own = new Reader(printed, table, Pattern.quote(id)).read();
        return before.isBlank()
                ? own
                : new RevisionSql(new Reader(before, table, "").preamble() + own.text(), own.inTransaction());
    }

    /** Why Alembic's text is not all SQL; empty where it is. */
    String problem() {
        return SqlParser.parse(new SourceText("", text)).errors().stream()
                .findFirst()
                .map(error -> error.message())
                .orElse("");
    }

    private static final class Reader {
        private final StringBuilder text;
        private final List<Statement> statements;
        private final Pattern keeping;
        private boolean inTransaction = true;

        Reader(String printed, List<String> table, String id) {
            this.text = new StringBuilder(printed);
            ParsedScript parsed = SqlParser.parse(new SourceText("", printed));
            this.statements = new ArrayList<>(parsed.statements());
            String names = table.stream()
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + "|" + b)
                    .orElseThrow();
            // As Alembic writes them, with this revision or with one that it replaces.
            this.keeping = Pattern.compile("(?s)CREATE TABLE (?:" + names + ")\\s*\\(.*"
                    + "|INSERT INTO (?:" + names + ") \\(version_num\\) VALUES \\('" + id + "'\\).*"
                    + "|UPDATE (?:" + names + ") SET version_num='" + id + "' WHERE .*"
                    + "|DELETE FROM (?:" + names + ") WHERE .*version_num = '[^']*'.*");
        }

        RevisionSql read() {
            int end = statements.size();
            while (end > 0 && isControl(end - 1)) {
                remove(--end);
            }
            // What ends an autocommit block stands before, and belongs to it.
            while (end > 0 && isKeeping(end - 1)) {
                remove(--end);
            }
            int last = -1;
            boolean open = true;
            for (int i = 0; i < end; i++) {
                String opens = open ? "COMMIT" : "BEGIN";
                if (statements.get(i).tag().equals(opens)) {
                    open = !open;
                    last = i;
                    inTransaction = false;
                    remove(i);
                }
            }
            if (!open && last >= 0) {
                restore(last);
            }
            return new RevisionSql(text.toString(), inTransaction);
        }

        /** Whatever {@code env.py} adds of its own. */
        String preamble() {
            for (int i = 0; i < statements.size() && (isControl(i) || isKeeping(i)); i++) {
                remove(i);
            }
            return text.toString();
        }

        private boolean isControl(int i) {
            return CONTROL.contains(statements.get(i).tag());
        }

        private boolean isKeeping(int i) {
            return keeping.matcher(statements.get(i).text()).matches();
        }

        private void remove(int i) {
            for (int at = statements.get(i).range().offset();
                    at < statements.get(i).range().end();
                    at++) {
                if (text.charAt(at) != '\n') {
                    text.setCharAt(at, ' ');
                }
            }
        }

        private void restore(int i) {
            Statement statement = statements.get(i);
            text.replace(statement.range().offset(), statement.range().end(), statement.text());
        }
    }
}
