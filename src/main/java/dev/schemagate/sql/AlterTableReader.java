package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.RelationUse.Work;

/**
 * Reads ALTER TABLE and its like, one effect a sub-command. Lock levels are those of PostgreSQL's AlterTableGetLockLevel
 * (src/backend/commands/tablecmds.c).
 */
final class AlterTableReader {
    private final StatementDraft out;
    private final AlterColumnReader columns;
    private final QualifiedName table;
    private final ObjectKind kind;

    AlterTableReader(StatementDraft out, Node alter) {
        this.out = out;
        this.table = Names.relation(alter.get("relation"));
        this.columns = new AlterColumnReader(out, table);
        out.forgiving = alter.flag("missing_ok");
        out.only = !alter.get("relation").flag("inh");
        this.kind = ObjectKinds.of(alter.text("objtype"));
    }

    void read(Node alter) {
        List<Node> commands = alter.list("cmds");
        int from = out.slice.nameEnd(
                Math.max(0, out.text.offsetOfByte(alter.get("relation").number("location", 0))));
        if (out.slice.isSymbol(from, '*')) {
            from = out.slice.tokenEnd(from);
        }
        List<int[]> texts = out.slice.elements(from);
        boolean placed = texts.size() == commands.size();
        for (int i = 0; i < commands.size(); i++) {
            int start = placed ? texts.get(i)[0] : 0;
            int end = placed ? texts.get(i)[1] : out.text.text().length();
            read(commands.get(i).inner(), start, end);
        }
    }

    private void read(Node command, int start, int end) {
        SourceRange range = out.slice.range(start, end);
        String name = command.text("name");
        Node definition = command.get("def");
        String type = command.text("subtype");
        if (kind == ObjectKind.TYPE) {
            attribute(command, type, range);
            return;
        }
        switch (type) {
            case "AT_AddConstraint" -> addConstraint(definition.inner(), range);
            case "AT_DropConstraint" -> {
                boolean missingOk = command.flag("missing_ok");
                out.add(
                        range,
                        new ConstraintChange.Drop(table, name, missingOk, Names.cascade(command)),
                        Repetition.clause(missingOk, "IF EXISTS"),
                        StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE));
            }
            case "AT_ValidateConstraint" ->
                out.add(
                        range,
                        new ConstraintChange.Validate(table, name),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE, Work.SCAN));
            case "AT_AlterConstraint" -> {
                String constraint =
                        definition.inner().has("conname") ? definition.inner().text("conname") : name;
                out.add(
                        range,
                        new ConstraintChange.Alter(table, constraint),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(table, LockMode.SHARE_ROW_EXCLUSIVE, Work.SCAN));
            }
            case "AT_ChangeOwner" ->
                out.add(
                        range,
                        new ObjectChange.ChangeOwner(ObjectRef.of(kind, table), Names.role(command.get("newowner"))),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE));
            case "AT_AttachPartition" -> attach(definition.inner(), range);
            case "AT_DetachPartition", "AT_DetachPartitionFinalize" -> detach(definition.inner(), type, range);
            default -> {
                if (!columns.read(command, range, start, end)) {
                    TableProperties.read(out, table, command, range);
                }
            }
        }
    }

    private void addConstraint(Node constraint, SourceRange range) {
        ConstraintDefinition definition = new ConstraintReader(out).read(constraint);
        Work work = definition.validated() && definition.usingIndex() == null ? Work.SCAN : Work.NONE;
        List<RelationUse> uses = new ArrayList<>();
        boolean foreign = definition.references() != null;
        LockMode lock = foreign ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        uses.add(StatementDraft.lock(table, lock, work));
        if (definition.references() != null) {
            uses.add(StatementDraft.lock(definition.references().table(), LockMode.SHARE_ROW_EXCLUSIVE));
        }
        Repetition repetition = definition.name() == null ? Repetition.ACTS_AGAIN : Repetition.FAILS;
        out.add(
                range,
                new ConstraintChange.Add(table, definition, false),
                repetition,
                uses.toArray(RelationUse[]::new));
    }

    private void attach(Node partition, SourceRange range) {
        QualifiedName child = Names.relation(partition.get("name"));
        boolean index = kind == ObjectKind.INDEX;
        out.add(
                range,
                new TableChange.AttachPartition(table, child),
                Repetition.FAILS,
                StatementDraft.lock(table, index ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE),
                StatementDraft.lock(child, LockMode.ACCESS_EXCLUSIVE, index ? Work.NONE : Work.SCAN));
    }

    private void detach(Node partition, String type, SourceRange range) {
        QualifiedName child = Names.relation(partition.get("name"));
        boolean gently = partition.flag("concurrent") || type.equals("AT_DetachPartitionFinalize");
        if (partition.flag("concurrent")) {
            out.mode = Statement.TransactionMode.FORBIDDEN;
        }
        out.add(
                range,
                new TableChange.DetachPartition(table, child, gently),
                Repetition.FAILS,
                StatementDraft.lock(table, gently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE),
                StatementDraft.lock(child, LockMode.ACCESS_EXCLUSIVE));
    }

    /** ALTER TYPE of a composite type: its attributes may be those of typed tables. */
    private void attribute(Node command, String type, SourceRange range) {
        String name = command.has("name")
                ? command.text("name")
                : command.get("def").inner().text("colname");
        ObjectRef object = ObjectRef.part(ObjectKind.TYPE_ATTRIBUTE, table, name);
        switch (type) {
            case "AT_AddColumn" ->
                out.add(range, new ObjectChange.Alter(object, "ADD ATTRIBUTE", false), Repetition.FAILS);
            case "AT_DropColumn" ->
                out.add(
                        range,
                        new ObjectChange.Drop(object, command.flag("missing_ok"), Names.cascade(command), false),
                        Repetition.clause(command.flag("missing_ok"), "IF EXISTS"));
            case "AT_AlterColumnType" ->
                out.add(range, new ObjectChange.Alter(object, "ALTER ATTRIBUTE TYPE", true), Repetition.BY_NATURE);
            default -> out.unknown(range, "ALTER TYPE with " + type);
        }
    }
}
