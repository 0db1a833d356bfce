package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.RelationUse.Work;
import dev.schemagate.sql.TableChange.Property;

/**
 * Reads ALTER TABLE and its like, one effect a sub-command. Lock levels are those of PostgreSQL's AlterTableGetLockLevel
 * (src/backend/commands/tablecmds.c).
 */
final class AlterTableReader {
    private static final Set<String> MILD_OPTIONS = Set.of(
            "fillfactor",
            "toast_tuple_target",
            "parallel_workers",
            "log_autovacuum_min_duration",
            "vacuum_index_cleanup",
            "vacuum_truncate",
            "n_distinct",
            "n_distinct_inherited");

    private final Reading out;
    private final AlterColumnReader columns;
    private final QualifiedName table;
    private final boolean ifExists;
    private final ObjectKind kind;

    AlterTableReader(Reading out, Node alter) {
        this.out = out;
        this.table = Names.relation(alter.get("relation"));
        this.columns = new AlterColumnReader(out, table);
        this.ifExists = alter.flag("missing_ok");
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
                        Reading.lock(table, LockMode.ACCESS_EXCLUSIVE));
            }
            case "AT_ValidateConstraint" ->
                out.add(
                        range,
                        new ConstraintChange.Validate(table, name),
                        Repetition.BY_NATURE,
                        Reading.lock(table, LockMode.SHARE_UPDATE_EXCLUSIVE, Work.SCAN));
            case "AT_AlterConstraint" -> {
                String constraint =
                        definition.inner().has("conname") ? definition.inner().text("conname") : name;
                out.add(
                        range,
                        new ConstraintChange.Alter(table, constraint),
                        Repetition.BY_NATURE,
                        Reading.lock(table, LockMode.SHARE_ROW_EXCLUSIVE, Work.SCAN));
            }
            case "AT_ChangeOwner" ->
                out.add(
                        range,
                        new ObjectChange.ChangeOwner(ObjectRef.of(kind, table), Names.role(command.get("newowner"))),
                        Repetition.BY_NATURE,
                        Reading.lock(table, LockMode.ACCESS_EXCLUSIVE));
            case "AT_AttachPartition" -> attach(definition.inner(), range);
            case "AT_DetachPartition", "AT_DetachPartitionFinalize" -> detach(definition.inner(), type, range);
            default -> {
                if (!columns.read(command, range, start, end)) {
                    property(command, range);
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
        uses.add(Reading.lock(table, lock, work));
        if (definition.references() != null) {
            uses.add(Reading.lock(definition.references().table(), LockMode.SHARE_ROW_EXCLUSIVE));
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
                Reading.lock(table, index ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE),
                Reading.lock(child, LockMode.ACCESS_EXCLUSIVE, index ? Work.NONE : Work.SCAN));
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
                Reading.lock(table, gently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE),
                Reading.lock(child, LockMode.ACCESS_EXCLUSIVE));
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

    private void property(Node command, SourceRange range) {
        Property property = property(command.text("subtype"));
        if (property == null) {
            out.unknown(range, "ALTER TABLE with " + command.text("subtype"));
            return;
        }
        LockMode lock = lock(property, command);
        Work work =
                switch (property) {
                    case LOGGED, UNLOGGED, TABLESPACE, ACCESS_METHOD -> Work.REWRITE;
                    default -> Work.NONE;
                };
        Repetition repetition =
                switch (property) {
                    case INHERIT, NO_INHERIT -> Repetition.FAILS;
                    default -> Repetition.BY_NATURE;
                };
        out.add(
                range,
                new TableChange.SetProperty(table, property, detail(command)),
                repetition,
                Reading.lock(table, lock, work));
    }

    private static LockMode lock(Property property, Node command) {
        return switch (property) {
            case ENABLE_TRIGGER, DISABLE_TRIGGER -> LockMode.SHARE_ROW_EXCLUSIVE;
            case CLUSTER_ON, WITHOUT_CLUSTER -> LockMode.SHARE_UPDATE_EXCLUSIVE;
            case OPTIONS -> {
                List<Node> options = command.get("def").inner().list("items");
                boolean mild = options.stream()
                        .map(o -> o.inner().text("defname"))
                        .allMatch(o -> MILD_OPTIONS.contains(o) || o.startsWith("autovacuum_"));
                yield mild ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            }
            default -> LockMode.ACCESS_EXCLUSIVE;
        };
    }

    private static @Nullable String detail(Node command) {
        Node definition = command.get("def");
        if (definition.is("RangeVar")) {
            return Names.relation(definition).sql();
        }
        if (definition.is("List")) {
            return String.join(
                    ", ", IndexReader.options(definition.inner().list("items")).keySet());
        }
        if (definition.is("ReplicaIdentityStmt")) {
            Node identity = definition.inner();
            return switch (identity.text("identity_type")) {
                case "f" -> "FULL";
                case "n" -> "NOTHING";
                case "i" -> identity.text("name");
                default -> "DEFAULT";
            };
        }
        return command.textOrNull("name");
    }

    private static @Nullable Property property(String subtype) {
        return switch (subtype) {
            case "AT_SetRelOptions", "AT_ResetRelOptions", "AT_ReplaceRelOptions" -> Property.OPTIONS;
            case "AT_SetLogged" -> Property.LOGGED;
            case "AT_SetUnLogged" -> Property.UNLOGGED;
            case "AT_SetTableSpace" -> Property.TABLESPACE;
            case "AT_SetAccessMethod" -> Property.ACCESS_METHOD;
            case "AT_ClusterOn" -> Property.CLUSTER_ON;
            case "AT_DropCluster" -> Property.WITHOUT_CLUSTER;
            case "AT_DropOids" -> Property.WITHOUT_OIDS;
            case "AT_ReplicaIdentity" -> Property.REPLICA_IDENTITY;
            case "AT_EnableRowSecurity" -> Property.ENABLE_ROW_SECURITY;
            case "AT_DisableRowSecurity" -> Property.DISABLE_ROW_SECURITY;
            case "AT_ForceRowSecurity" -> Property.FORCE_ROW_SECURITY;
            case "AT_NoForceRowSecurity" -> Property.NO_FORCE_ROW_SECURITY;
            case "AT_EnableTrig",
                    "AT_EnableAlwaysTrig",
                    "AT_EnableReplicaTrig",
                    "AT_EnableTrigAll",
                    "AT_EnableTrigUser" -> Property.ENABLE_TRIGGER;
            case "AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser" -> Property.DISABLE_TRIGGER;
            case "AT_EnableRule", "AT_EnableAlwaysRule", "AT_EnableReplicaRule" -> Property.ENABLE_RULE;
            case "AT_DisableRule" -> Property.DISABLE_RULE;
            case "AT_AddInherit" -> Property.INHERIT;
            case "AT_DropInherit" -> Property.NO_INHERIT;
            case "AT_AddOf" -> Property.OF_TYPE;
            case "AT_DropOf" -> Property.NOT_OF_TYPE;
            case "AT_GenericOptions" -> Property.FOREIGN_OPTIONS;
            default -> null;
        };
    }
}
