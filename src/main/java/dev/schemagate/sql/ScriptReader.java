package dev.schemagate.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ParsedScript.Comment;
import dev.schemagate.sql.grammar.Grammar;
import dev.schemagate.sql.grammar.ParserMemoryException;
import dev.schemagate.sql.grammar.Reply;

/** Reads one script; used once, by one thread. */
final class ScriptReader implements BodyOpener {
    /** A node of the tree is a few objects and lists of JSON. */
    private static final int JSON_LEVELS_A_NODE = 4;

    private static final int MAX_BODIES = 16;
    private static final int MAX_MESSAGE = 200;

    private final SourceText source;
    private final NodeReader nodes;
    private final Grammar grammar;
    private final LineIndex lines;
    private final List<Comment> comments = new ArrayList<>();
    private final List<SqlError> errors = new ArrayList<>();
    private int openBodies;

    ScriptReader(SourceText source, SqlLimits limits, Grammar grammar) {
        this.source = source;
        this.nodes = new NodeReader(limits.maxDepth() * JSON_LEVELS_A_NODE);
        this.grammar = grammar;
        this.lines = new LineIndex(source.text());
    }

    ParsedScript read() {
        String text = source.text();
        List<Statement> statements = new ArrayList<>();
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            errors.add(new SqlError(SqlError.Kind.NUL, lines.range(nul, nul + 1), nul(nul)));
        } else {
            var split = ScriptSplitter.split(text, lines);
            comments.addAll(split.comments());
            errors.addAll(split.errors());
            for (StatementSpan piece : split.pieces()) {
                read(piece, statements);
            }
        }
        errors.sort(Comparator.comparingInt(e -> e.range().offset()));
        comments.sort(Comparator.comparingInt(c -> c.range().offset()));
        return new ParsedScript(source, statements, errors, comments);
    }

    private static String nul(int offset) {
        return "a NUL character" + (offset < 2 ? ": the file looks like UTF-16, not UTF-8" : "");
    }

    private void read(StatementSpan piece, List<Statement> statements) {
        Fragment text = trimmed(Fragment.of(source.text(), lines, piece.start(), piece.end()));
        if (text.tokens().isEmpty()) {
            return;
        }
        Object read = parse(text.utf8());
        if (read instanceof Node tree) {
            statements.addAll(statements(text, tree, List.of()));
        } else {
            errors.add(error(text, (Reply) read));
        }
    }

    private static Fragment trimmed(Fragment text) {
        List<Token> tokens = text.tokens();
        return tokens.isEmpty()
                ? text
                : text.part(tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
    }

    /** The tree, or the reply that says why there is none. */
    private Object parse(byte[] utf8) {
        Reply reply = grammar.parse(utf8);
        return reply instanceof Reply.Tree tree ? readTree(tree) : reply;
    }

    private Object readTree(Reply.Tree tree) {
        try {
            return nodes.read(tree.json());
        } catch (Node.TooDeepException e) {
            return new Reply.Failed(Reply.Failed.Cause.TOO_DEEP, "nested too deeply");
        } catch (OutOfMemoryError e) {
            throw new ParserMemoryException(e);
        }
    }

    private List<Statement> statements(Fragment text, Node tree, List<Guard> guards) {
        List<Node> found = tree.list("stmts");
        if (found.size() == 1 && found.get(0).number("stmt_location", 0) == 0) {
            return List.of(StatementReader.read(text, found.get(0).get("stmt"), guards, this));
        }
        // several: each is read again by itself, so that offsets and searches stay inside it
        List<Statement> statements = new ArrayList<>();
        for (Node statement : found) {
            int start = text.offsetOfByte(statement.number("stmt_location", 0));
            int length = statement.number("stmt_len", 0);
            int end = length == 0
                    ? text.text().length()
                    : text.offsetOfByte(statement.number("stmt_location", 0) + length);
            Fragment own = trimmed(text.part(start, end));
            Node stmt = tree(own.text());
            statements.add(
                    stmt == null
                            ? StatementReader.unknown(own, "UNKNOWN", "it does not parse by itself", guards, this)
                            : StatementReader.read(own, stmt, guards, this));
        }
        return statements;
    }

    @Override
    public List<Statement> statements(Fragment text, List<Guard> guards) {
        Fragment body = trimmed(text);
        if (body.tokens().isEmpty()) {
            return List.of();
        }
        if (openBodies >= MAX_BODIES) {
            return List.of(StatementReader.unknown(body, "UNKNOWN", "bodies within bodies", guards, this));
        }
        openBodies++;
        Object read = parse(body.utf8());
        List<Statement> statements = read instanceof Node tree
                ? statements(body, tree, guards)
                : List.of(StatementReader.malformed(
                        body, "it does not parse: " + error(body, (Reply) read).message(), guards, this));
        openBodies--;
        return statements;
    }

    @Override
    public @Nullable Node tree(String sql) {
        Object read = parse(sql.getBytes(StandardCharsets.UTF_8));
        if (read instanceof Node tree && tree.list("stmts").size() == 1) {
            return tree.list("stmts").get(0).get("stmt");
        }
        return null;
    }

    @Override
    public Reply plpgsql(String sql) {
        return grammar.parsePlpgsql(sql.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Node read(Reply.Tree tree) {
        return readTree(tree) instanceof Node node ? node : Node.NONE;
    }

    @Override
    public void comments(Fragment body) {
        Lexer lexer = new Lexer(body.text());
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.type() == Token.Type.COMMENT) {
                comments.add(new Comment(body.range(token.start(), token.end()), token.text(body.text())));
            }
        }
    }

    private static SqlError error(Fragment text, Reply reply) {
        if (reply instanceof Reply.Refused refused) {
            String message = cut(refused.message());
            boolean deep = message.startsWith("memory exhausted") || message.startsWith("stack depth");
            boolean large = message.startsWith("out of memory") || message.startsWith("invalid memory alloc");
            SqlError.Kind kind = deep ? SqlError.Kind.TOO_DEEP : large ? SqlError.Kind.TOO_LARGE : SqlError.Kind.SYNTAX;
            int start = text.offsetOfCursor(refused.cursor());
            return new SqlError(kind, text.range(start, new Slice(text).tokenEnd(start)), message);
        }
        Reply.Failed failed = (Reply.Failed) reply;
        SqlError.Kind kind =
                switch (failed.cause()) {
                    case TOO_DEEP -> SqlError.Kind.TOO_DEEP;
                    case TOO_LARGE -> SqlError.Kind.TOO_LARGE;
                    case INTERNAL -> SqlError.Kind.INTERNAL;
                };
        return new SqlError(kind, text.range(), cut(failed.message()));
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
