package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ColumnScopes.Reference;
import dev.schemagate.sql.ColumnScopes.Scope;

/**
 * A column, or a relation as a whole, that is looked for in SQL which somebody ran. {@code SELECT *} and an INSERT without a
 * list of columns are no use of a column: what they need of it cannot be told from them.
 *
 * @param relation with its schema; a statement that names none may mean it
 * @param column null for the relation
 */
public record Usage(QualifiedName relation, @Nullable String column) {

    /** What reads or writes rows; DDL uses nothing. */
    private static final Set<String> ROWS = Set.of(
            "SelectStmt",
            "InsertStmt",
            "UpdateStmt",
            "DeleteStmt",
            "MergeStmt",
            "CopyStmt",
            "ExplainStmt",
            "PrepareStmt",
            "DeclareCursorStmt",
            "CreateTableAsStmt",
            "CallStmt");

    /** Fields where columns stand by name alone: JOIN USING, COPY, and the field of a row. */
    private static final Set<String> LISTS = Set.of("usingClause", "attlist", "indirection");

    /** Whether a text uses it. */
    public enum Answer {
        NO,
        /** It names it where the grammar cannot tell what is meant: cut short, computed, a variable's field. */
        UNCLEAR,
        YES
    }

    /** The name that a text must have in it. */
    public String word() {
        return column == null ? relation.name() : column;
    }

    /** Whether a statement uses it, or one of several. */
    public Answer in(String text) {
        List<String> names = SqlText.names(text);
        if (!names.contains(word())) {
            return Answer.NO;
        }
        Node tree = ColumnReferences.tree(text);
        if (tree != null) {
            return in(tree);
        }
        ParsedScript script = SqlParser.parse(new SourceText("statement", text));
        if (!script.errors().isEmpty() || script.statements().size() < 2) {
            return names.contains(relation.name()) ? Answer.UNCLEAR : Answer.NO;
        }
        return most(script.statements().stream()
                .map(statement -> in(statement.text()))
                .toList());
    }

    Answer in(Node statement) {
        if (!ROWS.contains(statement.tag())) {
            return Answer.NO;
        }
        boolean named = isNamed(statement);
        if (column == null) {
            return named ? Answer.YES : Answer.NO;
        }
        Answer answer = named && isListed(statement) ? Answer.YES : referred(statement);
        return answer == Answer.UNCLEAR && !named ? Answer.NO : answer;
    }

    /** By the columns that it names; unclear where one is of nothing that it names. */
    Answer referred(Node statement) {
        boolean unclear = false;
        for (Reference reference : ColumnScopes.references(statement)) {
            if (reference.column().equals(column)) {
                if (ColumnReferences.tables(reference).stream().anyMatch(this::isRelation)) {
                    return Answer.YES;
                }
                unclear |= reference.target() == null && !isOfSource(reference);
            }
        }
        return unclear ? Answer.UNCLEAR : Answer.NO;
    }

    static Answer most(List<Answer> answers) {
        return answers.contains(Answer.YES)
                ? Answer.YES
                : answers.contains(Answer.UNCLEAR) ? Answer.UNCLEAR : Answer.NO;
    }

    private boolean isRelation(QualifiedName name) {
        return name.name().equals(relation.name())
                && (name.schema() == null || name.schema().equals(relation.schema()));
    }

    /** Whether anything in a FROM list has the column, a subquery for instance. */
    private static boolean isOfSource(Reference reference) {
        List<String> qualifier =
                reference.fields().subList(0, reference.fields().size() - 1);
        for (Scope scope = reference.scope(); scope != null; scope = scope.outer()) {
            if (scope.sources().stream().anyMatch(source -> qualifier.isEmpty() || source.answersTo(qualifier))) {
                return true;
            }
        }
        return false;
    }

    private boolean isNamed(Node statement) {
        Deque<Node> open = new ArrayDeque<>(List.of(statement));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.has("relname") && isRelation(Names.relation(node))) {
                return true;
            }
            node.eachChild((field, child) -> open.push(child));
        }
        return false;
    }

    private boolean isListed(Node statement) {
        boolean[] found = {false};
        Deque<Node> open = new ArrayDeque<>(List.of(statement));
        while (!open.isEmpty() && !found[0]) {
            Node node = open.pop();
            // ON CONFLICT
            found[0] = node.is("IndexElem") && node.inner().text("name").equals(column);
            node.eachList((field, items) ->
                    found[0] |= LISTS.contains(field) && Names.strings(items).contains(column));
            node.eachChild((field, child) -> open.push(child));
        }
        return found[0];
    }
}
