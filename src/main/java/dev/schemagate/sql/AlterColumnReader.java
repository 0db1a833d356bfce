package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.ColumnChange.Generation.Action;
import dev.schemagate.sql.ColumnDefinition.Generation;
import dev.schemagate.sql.ConstraintDefinition.Type;
import dev.schemagate.sql.Expression.Volatility;
import dev.schemagate.sql.RelationUse.Work;

/** Reads the sub-commands of ALTER TABLE that concern a column. */
final class AlterColumnReader {
    private final StatementDraft out;
    private final QualifiedName table;

    AlterColumnReader(StatementDraft out, QualifiedName table) {
        this.out = out;
        this.table = table;
    }

    /** Adds the effects of a sub-command between two offsets and says whether it was one of these. */
    boolean read(Node command, SourceRange range, int start, int end) {
        String column = command.text("name");
        RelationUse exclusive = StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE);
        switch (command.text("subtype")) {
            case "AT_AddColumn" -> add(command, range);
            case "AT_DropColumn" -> {
                boolean ifExists = command.flag("missing_ok");
                out.add(
                        range,
                        new ColumnChange.Drop(table, column, ifExists, Names.cascade(command)),
                        Repetition.clause(ifExists, "IF EXISTS"),
                        exclusive);
            }
            case "AT_AlterColumnType" -> retype(command, range, end);
            case "AT_ColumnDefault" -> defaultValue(command, range, start, end);
            case "AT_SetNotNull" ->
                out.add(
                        range,
                        new ColumnChange.SetNotNull(table, column),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE, Work.SCAN));
            case "AT_DropNotNull" ->
                out.add(range, new ColumnChange.DropNotNull(table, column), Repetition.BY_NATURE, exclusive);
            case "AT_AddIdentity" -> generation(column, Action.ADD_IDENTITY, range, Repetition.FAILS, Work.NONE);
            case "AT_SetIdentity" -> generation(column, Action.SET_IDENTITY, range, Repetition.BY_NATURE, Work.NONE);
            case "AT_DropIdentity" -> generation(column, Action.DROP_IDENTITY, range, missingOk(command), Work.NONE);
            case "AT_DropExpression" ->
                generation(column, Action.DROP_EXPRESSION, range, missingOk(command), Work.NONE);
            case "AT_SetExpression" -> {
                new QueryReader(out).read(command.get("def"));
                generation(column, Action.SET_EXPRESSION, range, Repetition.BY_NATURE, Work.REWRITE);
            }
            case "AT_SetStatistics" -> tune(column, "STATISTICS", range, LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "AT_SetOptions", "AT_ResetOptions" -> tune(column, "OPTIONS", range, LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "AT_SetStorage" -> tune(column, "STORAGE", range, LockMode.ACCESS_EXCLUSIVE);
            case "AT_SetCompression" -> tune(column, "COMPRESSION", range, LockMode.ACCESS_EXCLUSIVE);
            case "AT_AlterColumnGenericOptions" -> tune(column, "FOREIGN OPTIONS", range, LockMode.ACCESS_EXCLUSIVE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void add(Node command, SourceRange range) {
        ColumnDefinition definition =
                new ColumnReader(out).read(command.get("def").inner());
        boolean ifNotExists = command.flag("missing_ok");
        List<RelationUse> uses = new ArrayList<>();
        uses.add(StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE, work(definition)));
        Repetition repetition = Repetition.clause(ifNotExists, "IF NOT EXISTS");
        for (ConstraintDefinition constraint : definition.constraints()) {
            if (constraint.references() != null) {
                uses.add(StatementDraft.lock(
                        constraint.references().table(), LockMode.SHARE_ROW_EXCLUSIVE, LockMode.NONE, Work.NONE));
            }
        }
        ColumnChange.Add add = new ColumnChange.Add(table, definition, ifNotExists);
        out.add(range, add, repetition, uses.toArray(RelationUse[]::new));
        Repetition asColumn = Guarding.apply(add, repetition, out.guards);
        for (ConstraintDefinition constraint : definition.constraints()) {
            out.add(constraint.range(), new ConstraintChange.Add(table, constraint, true), asColumn);
        }
    }

    /** What existing rows cost: PostgreSQL keeps a default that is not volatile in the catalog alone. */
    private static Work work(ColumnDefinition column) {
        Generation generation = column.generation();
        boolean computed = generation != null && generation.kind() != Generation.Kind.VIRTUAL;
        Expression value = column.defaultValue();
        if (computed || column.type().isSerial() || value != null && value.volatility() == Volatility.VOLATILE) {
            return Work.REWRITE;
        }
        boolean scanned = column.constraints().stream()
                .anyMatch(c -> c.type() != Type.FOREIGN_KEY && c.type() != Type.NOT_NULL
                        || c.type() == Type.FOREIGN_KEY && value != null && !value.isNull());
        return scanned ? Work.SCAN : Work.NONE;
    }

    private void retype(Node command, SourceRange range, int end) {
        Node definition = command.get("def").inner();
        Node typeName = definition.get("typeName");
        int start = Math.max(0, out.text.offsetOfByte(typeName.number("location", 0)));
        int collate = out.slice.word(start, "collate");
        int using = out.slice.word(start, "using");
        int typeEnd = end;
        for (int limit : new int[] {collate, using}) {
            typeEnd = limit >= 0 && limit < typeEnd ? limit : typeEnd;
        }
        typeEnd = out.slice.endBefore(start, typeEnd);
        Node collation = definition.get("collClause");
        Node expression = definition.get("raw_default");
        out.add(
                range,
                new ColumnChange.Retype(
                        table,
                        command.text("name"),
                        TypeReader.read(typeName, out.slice.text(start, typeEnd)),
                        collation.isEmpty() ? null : Names.of(collation.list("collname")),
                        expression.isEmpty()
                                ? null
                                : new ExpressionReader(out).read(expression, out.slice.afterTokens(using, 1), end)),
                Repetition.BY_NATURE,
                StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE, Work.REWRITE));
    }

    private void defaultValue(Node command, SourceRange range, int start, int end) {
        String column = command.text("name");
        Node value = command.get("def");
        RelationUse use = StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE);
        if (value.isEmpty()) {
            out.add(range, new ColumnChange.DropDefault(table, column), Repetition.BY_NATURE, use);
            return;
        }
        int keyword = out.slice.word(out.slice.afterTokens(out.slice.word(start, "set"), 1), "default");
        Expression expression = new ExpressionReader(out).read(value, out.slice.afterTokens(keyword, 1), end);
        out.add(range, new ColumnChange.SetDefault(table, column, expression), Repetition.BY_NATURE, use);
    }

    private void generation(String column, Action action, SourceRange range, Repetition repetition, Work work) {
        out.add(
                range,
                new ColumnChange.Generation(table, column, action),
                repetition,
                StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE, work));
    }

    private void tune(String column, String option, SourceRange range, LockMode lock) {
        out.add(
                range,
                new ColumnChange.Tune(table, column, option),
                Repetition.BY_NATURE,
                StatementDraft.lock(table, lock));
    }

    private static Repetition missingOk(Node command) {
        return Repetition.clause(command.flag("missing_ok"), "IF EXISTS");
    }
}
