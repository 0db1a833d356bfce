package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.ParsedScript.Comment;

/**
 * Splits a script at its semicolons, so that one broken statement does not hide the others. The pieces cover every token, and
 * each goes to PostgreSQL's grammar whole: a wrong cut can only make a statement refused, never unseen.
 */
final class ScriptSplitter {
    private final String text;
    private final Lexer lexer;
    private final LineIndex lines;
    private final List<StatementSpan> pieces = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final List<SqlError> errors = new ArrayList<>();
    private final List<Token> current = new ArrayList<>();
    private int pieceStart = -1;
    private int parentheses;
    private int atomic;

    private ScriptSplitter(String text, LineIndex lines) {
        this.text = text;
        this.lines = lines;
        this.lexer = new Lexer(text);
    }

    static Split split(String text, LineIndex lines) {
        return new ScriptSplitter(text, lines).split();
    }

    private Split split() {
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.type() == Token.Type.COMMENT) {
                comments.add(new Comment(lines.range(token.start(), token.end()), token.text(text)));
            } else if (token.type() == Token.Type.BACKSLASH && parentheses == 0) {
                metaCommand(token);
                continue;
            }
            if (pieceStart < 0) {
                pieceStart = token.start();
            }
            if (token.isSymbol(text, ';') && parentheses <= 0 && atomic == 0) {
                close(token.start(), token.end());
            } else if (token.type() != Token.Type.COMMENT) {
                track(token);
                // only the beginning decides anything
                if (current.size() < 64 || token.isWord(text, "from") || token.isWord(text, "stdin")) {
                    current.add(token);
                }
            }
        }
        close(text.length(), text.length());
        return new Split(pieces, comments, errors);
    }

    private void track(Token token) {
        if (token.isSymbol(text, '(')) {
            parentheses++;
        } else if (token.isSymbol(text, ')')) {
            parentheses = Math.max(0, parentheses - 1);
        } else if (atomic > 0 && token.isWord(text, "case")) {
            atomic++;
        } else if (atomic > 0 && token.isWord(text, "end")) {
            atomic--;
        } else if (token.isWord(text, "atomic") && lastIs("begin") && definesRoutine()) {
            atomic++;
        }
    }

    private boolean lastIs(String word) {
        return !current.isEmpty() && current.get(current.size() - 1).isWord(text, word);
    }

    private boolean definesRoutine() {
        if (current.isEmpty() || !current.get(0).isWord(text, "create")) {
            return false;
        }
        return current.stream().limit(4).anyMatch(t -> t.isWord(text, "function") || t.isWord(text, "procedure"));
    }

    private void close(int end, int next) {
        boolean copy = readsRows();
        if (pieceStart >= 0 && (end > pieceStart)) {
            pieces.add(new StatementSpan(pieceStart, end, copy));
        }
        if (copy) {
            SourceRange at = lines.range(current.get(0).start(), end);
            String message = "COPY ... FROM STDIN: its rows are not SQL; use INSERT, or a tool of your own";
            errors.add(new SqlError(SqlError.Kind.COPY_DATA, at, message));
            skipRows(next);
        }
        pieceStart = -1;
        parentheses = 0;
        atomic = 0;
        current.clear();
    }

    private boolean readsRows() {
        if (current.isEmpty() || !current.get(0).isWord(text, "copy")) {
            return false;
        }
        for (int i = 1; i < current.size(); i++) {
            if (current.get(i).isWord(text, "stdin") && current.get(i - 1).isWord(text, "from")) {
                return true;
            }
        }
        return false;
    }

    /** Goes on behind the line {@code \.}, where there is one, as pg_dump writes it. */
    private void skipRows(int from) {
        for (int line = text.indexOf('\n', from); line >= 0; line = text.indexOf('\n', line + 1)) {
            boolean ends = text.startsWith("\\.", line + 1)
                    && (line + 3 >= text.length() || text.charAt(line + 3) == '\n' || text.charAt(line + 3) == '\r');
            if (ends) {
                lexer.skipTo(line + 3);
                return;
            }
        }
    }

    private void metaCommand(Token backslash) {
        int end = text.indexOf('\n', backslash.start());
        end = end < 0 ? text.length() : end;
        SourceRange at = lines.range(backslash.start(), end);
        errors.add(new SqlError(SqlError.Kind.META_COMMAND, at, "a command of psql, which no server understands"));
        lexer.skipTo(end);
        // a statement that a command such as \gexec ends is still judged
        close(backslash.start(), end);
    }

    /** What a script was split into. */
    record Split(List<StatementSpan> pieces, List<Comment> comments, List<SqlError> errors) {}
}
