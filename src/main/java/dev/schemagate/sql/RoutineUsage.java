package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Usage.Answer;
import dev.schemagate.sql.grammar.Reply;

/**
 * A routine whose body is a text, of which the catalog knows no dependency.
 *
 * @param language as {@code pg_language} has it
 * @param body as {@code pg_proc.prosrc} has it
 * @param definition the whole CREATE statement
 * @param triggered whether a trigger of the relation that is looked for calls it, so that NEW and OLD are its rows
 */
public record RoutineUsage(String language, String body, String definition, boolean triggered) {

    private static final int STATEMENT = 0;

    /** Whether it uses it; unclear for a language that is neither SQL nor PL/pgSQL, and where the name stands in a string. */
    public Answer of(Usage sought) {
        if (!names(body, sought.word())) {
            return Answer.NO;
        }
        return switch (language) {
            case "sql" -> sql(sought);
            case "plpgsql" -> plpgsql(sought);
            default -> unclear(sought);
        };
    }

    private Answer sql(Usage sought) {
        ParsedScript script = SqlParser.parse(new SourceText("body", body));
        return script.errors().isEmpty()
                ? Usage.most(script.statements().stream()
                        .map(statement -> sought.in(statement.text()))
                        .toList())
                : unclear(sought);
    }

    private Answer plpgsql(Usage sought) {
        ScriptReader reader = SqlParser.reader(new SourceText("routine", definition));
        if (!(reader.plpgsql(definition) instanceof Reply.Tree tree)) {
            return unclear(sought);
        }
        List<Answer> answers = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>(List.of(reader.read(tree)));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.is("PLpgSQL_expr")) {
                answers.add(expression(node.inner(), reader, sought));
            } else if (node.is("PLpgSQL_recfield")) {
                boolean field = node.inner().text("fieldname").equals(sought.column());
                answers.add(field ? unclear(sought) : Answer.NO);
            }
            node.eachChild((field, child) -> open.push(child));
        }
        return Usage.most(answers);
    }

    private Answer expression(Node expression, ScriptReader reader, Usage sought) {
        String query = expression.text("query");
        if (!names(query, sought.word())) {
            return Answer.NO;
        }
        Node tree = tree(expression.number("parseMode", STATEMENT), query, reader);
        if (tree == null || !SqlText.names(query).contains(sought.word())) {
            return unclear(sought);
        }
        Answer answer = sought.in(tree);
        boolean variable = sought.column() != null && sought.referred(tree) == Answer.UNCLEAR;
        return answer == Answer.NO && variable ? unclear(sought) : answer;
    }

    private static @Nullable Node tree(int mode, String query, ScriptReader reader) {
        if (mode == STATEMENT) {
            return reader.tree(query);
        }
        Node value = reader.tree("SELECT " + query);
        int assigned = query.indexOf('=');
        return value != null || assigned < 0 ? value : reader.tree("SELECT " + query.substring(assigned + 1));
    }

    /** A name that cannot be placed means what is looked for only where the routine knows its relation. */
    private Answer unclear(Usage sought) {
        boolean known = triggered || names(definition, sought.relation().name());
        return known ? Answer.UNCLEAR : Answer.NO;
    }

    /** Outside of comments; also in strings, which may be run. */
    private static boolean names(String text, String word) {
        for (Token token : Lexer.significant(text)) {
            if (token.type() == Token.Type.STRING && names(inside(token.text(text)), word)) {
                return true;
            }
        }
        return SqlText.names(text).contains(word);
    }

    private static String inside(String string) {
        char quote = string.charAt(0) == '$' ? '$' : '\'';
        int begin = string.indexOf(quote, quote == '$' ? 1 : 0) + 1;
        return string.substring(begin, Math.max(begin, string.length() - (quote == '$' ? begin : 1)));
    }
}
