package dev.schemagate.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.RelationUse.Work;
import dev.schemagate.sql.SessionChange.Maintain.Task;
import dev.schemagate.sql.Statement.TransactionMode;

/** Reads settings, transaction control, locks, maintenance and the commands of a session. */
final class SessionReader {
    private final StatementDraft out;

    SessionReader(StatementDraft out) {
        this.out = out;
    }

    /** Adds the effects of a statement and says whether it was one of these. */
    boolean read(String tag, Node node) {
        switch (tag) {
            case "VariableSetStmt" -> set(node);
            case "AlterSystemStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                server(node, "SYSTEM");
            }
            case "AlterRoleSetStmt" -> server(node, "ROLE");
            case "AlterDatabaseSetStmt" -> server(node, "DATABASE");
            case "TransactionStmt" -> {
                out.mode = TransactionMode.CONTROLS;
                String kind = node.text("kind").replace("TRANS_STMT_", "").replace('_', ' ');
                out.add(new SessionChange.Transaction(kind), Repetition.ACTS_AGAIN);
            }
            case "LockStmt" -> lock(node);
            case "NotifyStmt" -> out.add(new SessionChange.Notify(node.text("conditionname")), Repetition.BY_NATURE);
            case "VacuumStmt" -> vacuum(node);
            case "ClusterStmt" -> {
                QualifiedName table = relation(node);
                if (table == null) {
                    out.mode = TransactionMode.FORBIDDEN;
                }
                maintain(Task.CLUSTER, table, false, LockMode.ACCESS_EXCLUSIVE, Work.REWRITE);
            }
            case "ReindexStmt" -> reindex(node);
            case "RefreshMatViewStmt" -> {
                boolean concurrently = node.flag("concurrent");
                LockMode lock = concurrently ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
                maintain(Task.REFRESH, relation(node), concurrently, lock, Work.REWRITE);
            }
            case "CheckPointStmt" -> maintain(Task.CHECKPOINT, null, false, LockMode.NONE, Work.NONE);
            case "DiscardStmt" -> {
                boolean all =
                        node.text("target").isEmpty() || node.text("target").equals("DISCARD_ALL");
                out.mode = all ? TransactionMode.FORBIDDEN : TransactionMode.ANY;
                command("DISCARD");
            }
            case "VariableShowStmt",
                    "ListenStmt",
                    "UnlistenStmt",
                    "DeallocateStmt",
                    "ClosePortalStmt",
                    "FetchStmt",
                    "ConstraintsSetStmt",
                    "LoadStmt" -> command(Tags.of(tag, node));
            case "PrepareStmt", "DeclareCursorStmt" -> {
                command(Tags.of(tag, node));
                new QueryReader(out).read(node.get("query"));
            }
            case "ExecuteStmt" -> out.unknown("EXECUTE of a prepared statement");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void command(String command) {
        out.add(new SessionChange.Command(command), Repetition.BY_NATURE);
    }

    private void set(Node set) {
        String name = set.text("name").toLowerCase(Locale.ROOT);
        switch (set.text("kind")) {
            case "VAR_RESET_ALL" -> out.add(new SessionChange.Setting("all", null, false), Repetition.BY_NATURE);
            case "VAR_SET_MULTI" -> {
                // SET TRANSACTION and SET SESSION CHARACTERISTICS
                out.mode = name.equals("transaction") ? TransactionMode.CONTROLS : TransactionMode.ANY;
                out.add(new SessionChange.Transaction("SET " + name.toUpperCase(Locale.ROOT)), Repetition.BY_NATURE);
            }
            default -> {
                boolean local = set.flag("is_local");
                out.mode = local ? TransactionMode.CONTROLS : TransactionMode.ANY;
                out.add(new SessionChange.Setting(name, value(set), local), Repetition.BY_NATURE);
            }
        }
    }

    static @Nullable String value(Node set) {
        List<Node> arguments = set.list("args");
        // the value of search_path is a list of names, as set_config would take it
        boolean names = set.text("name").equalsIgnoreCase("search_path");
        return arguments.isEmpty()
                ? null
                : arguments.stream()
                        .map(SessionReader::text)
                        .map(value -> names ? QualifiedName.quote(value) : value)
                        .collect(Collectors.joining(", "));
    }

    private static String text(Node constant) {
        Node value = constant.inner();
        if (value.has("sval")) {
            return value.get("sval").text("sval");
        }
        if (value.has("ival")) {
            return String.valueOf(value.get("ival").number("ival", 0));
        }
        return value.has("fval") ? value.get("fval").text("fval") : "";
    }

    private void server(Node node, String scope) {
        String name = node.get("setstmt").text("name").toLowerCase(Locale.ROOT);
        out.add(new SessionChange.ServerSetting(name, scope), Repetition.BY_NATURE);
    }

    private void lock(Node lock) {
        LockMode mode = LockMode.values()[Math.min(lock.number("mode", 8), 8)];
        for (Node table : lock.list("relations")) {
            QualifiedName name = Names.relation(table);
            out.add(
                    out.nameAt(table.inner().number("location", -1)),
                    new SessionChange.Lock(name, mode, lock.flag("nowait")),
                    Repetition.BY_NATURE,
                    StatementDraft.lock(name, mode));
        }
    }

    private void vacuum(Node node) {
        boolean vacuum = node.flag("is_vacuumcmd");
        boolean full = node.list("options").stream().anyMatch(o -> enabled(o, "full"));
        Task task = !vacuum ? Task.ANALYZE : full ? Task.VACUUM_FULL : Task.VACUUM;
        if (vacuum) {
            out.mode = TransactionMode.FORBIDDEN;
        }
        LockMode lock = full ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
        Work work = full ? Work.REWRITE : Work.SCAN;
        if (node.list("rels").isEmpty()) {
            maintain(task, null, false, lock, work);
        }
        for (Node table : node.list("rels")) {
            maintain(task, Names.relation(table.inner().get("relation")), false, lock, work);
        }
    }

    private void reindex(Node node) {
        boolean concurrently = node.list("params").stream().anyMatch(o -> enabled(o, "concurrently"));
        Task task =
                switch (node.text("kind")) {
                    case "REINDEX_OBJECT_INDEX" -> Task.REINDEX_INDEX;
                    case "REINDEX_OBJECT_TABLE" -> Task.REINDEX_TABLE;
                    default -> Task.REINDEX_SCHEMA;
                };
        if (concurrently || task == Task.REINDEX_SCHEMA) {
            out.mode = TransactionMode.FORBIDDEN;
        }
        LockMode lock = task == Task.REINDEX_INDEX ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE;
        LockMode taken = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : lock;
        maintain(task, relation(node), concurrently, taken, Work.SCAN);
    }

    private static boolean enabled(Node option, String name) {
        String value = Names.option(option);
        return option.inner().text("defname").equals(name)
                && !List.of("false", "off", "0").contains(value.toLowerCase(Locale.ROOT));
    }

    private static @Nullable QualifiedName relation(Node node) {
        Node relation = node.get("relation");
        return relation.isEmpty() ? null : Names.relation(relation);
    }

    private void maintain(Task task, @Nullable QualifiedName target, boolean concurrently, LockMode lock, Work work) {
        RelationUse[] uses =
                target == null ? new RelationUse[0] : new RelationUse[] {StatementDraft.lock(target, lock, work)};
        out.add(new SessionChange.Maintain(task, target, concurrently), Repetition.BY_NATURE, uses);
    }
}
