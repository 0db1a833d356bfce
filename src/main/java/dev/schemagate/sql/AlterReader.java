package dev.schemagate.sql;

import java.util.List;
import java.util.Locale;

import dev.schemagate.sql.Statement.TransactionMode;

/** Reads ALTER and DROP commands with trees of their own. */
final class AlterReader {
    private final StatementDraft out;

    AlterReader(StatementDraft out) {
        this.out = out;
    }

    /** Adds the effects of a statement and says whether it was one of these. */
    boolean read(String tag, Node node) {
        switch (tag) {
            case "AlterTableStmt" -> new AlterTableReader(out, node).read(node);
            case "AlterEnumStmt" -> enumValue(node);
            case "AlterSeqStmt" -> {
                QualifiedName name = Names.relation(node.get("sequence"));
                out.add(
                        new ObjectChange.Alter(ObjectRef.of(ObjectKind.SEQUENCE, name), options(node), true),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(name, LockMode.SHARE_ROW_EXCLUSIVE));
            }
            case "AlterDomainStmt" -> domain(node);
            case "AlterPolicyStmt" -> {
                QualifiedName table = Names.relation(node.get("table"));
                ObjectRef policy = ObjectRef.part(ObjectKind.POLICY, table, node.text("policy_name"));
                out.add(
                        new ObjectChange.Alter(policy, "USING or WITH CHECK or TO", true),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE));
            }
            case "AlterFunctionStmt" -> {
                Node function = node.get("func");
                ObjectRef ref = ObjectRefs.of(ObjectKinds.of(node.text("objtype")), wrap(function));
                alter(ref, "options", true);
            }
            case "AlterTypeStmt" -> alter(ObjectKind.TYPE, Names.of(node.list("typeName")), "SET");
            case "AlterOperatorStmt" ->
                alter(ObjectKind.OPERATOR, Names.of(node.get("opername").list("objname")), "SET");
            case "AlterOpFamilyStmt" ->
                alter(
                        ObjectKind.OPERATOR_FAMILY,
                        Names.of(node.list("opfamilyname")),
                        node.flag("isDrop") ? "DROP" : "ADD");
            case "AlterStatsStmt" -> alter(ObjectKind.STATISTICS, Names.of(node.list("defnames")), "SET STATISTICS");
            case "AlterCollationStmt" ->
                alter(ObjectKind.COLLATION, Names.of(node.list("collname")), "REFRESH VERSION");
            case "AlterTSDictionaryStmt" ->
                alter(ObjectKind.TEXT_SEARCH_DICTIONARY, Names.of(node.list("dictname")), "options");
            case "AlterTSConfigurationStmt" ->
                alter(ObjectKind.TEXT_SEARCH_CONFIGURATION, Names.of(node.list("cfgname")), "MAPPING");
            case "AlterExtensionStmt" -> named(ObjectKind.EXTENSION, node.text("extname"), "UPDATE");
            case "AlterExtensionContentsStmt" ->
                named(ObjectKind.EXTENSION, node.text("extname"), node.number("action", 0) > 0 ? "ADD" : "DROP");
            case "AlterFdwStmt" -> named(ObjectKind.FOREIGN_DATA_WRAPPER, node.text("fdwname"), "OPTIONS");
            case "AlterForeignServerStmt" -> named(ObjectKind.SERVER, node.text("servername"), "OPTIONS");
            case "AlterUserMappingStmt" -> named(ObjectKind.USER_MAPPING, node.text("servername"), "OPTIONS");
            case "AlterEventTrigStmt" -> {
                named(ObjectKind.EVENT_TRIGGER, node.text("trigname"), "ENABLE or DISABLE");
                out.add(
                        new ObjectChange.Everywhere(ObjectRef.of(
                                ObjectKind.EVENT_TRIGGER, QualifiedName.unqualified(node.text("trigname")))),
                        Repetition.BY_NATURE);
            }
            case "AlterRoleStmt" -> named(ObjectKind.ROLE, Names.role(node.get("role")), "options");
            case "AlterPublicationStmt" -> {
                named(ObjectKind.PUBLICATION, node.text("pubname"), "SET");
                Publications.read(out, node);
            }
            case "AlterSubscriptionStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                named(ObjectKind.SUBSCRIPTION, node.text("subname"), "SET");
            }
            case "AlterDatabaseStmt", "AlterDatabaseRefreshCollStmt" ->
                named(ObjectKind.DATABASE, node.text("dbname"), "options");
            case "AlterTableSpaceOptionsStmt" -> named(ObjectKind.TABLESPACE, node.text("tablespacename"), "OPTIONS");
            case "DropRoleStmt" -> {
                for (Node role : node.list("roles")) {
                    drop(ObjectKind.ROLE, Names.role(role), node);
                }
            }
            case "DropdbStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                drop(ObjectKind.DATABASE, node.text("dbname"), node);
            }
            case "DropTableSpaceStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                drop(ObjectKind.TABLESPACE, node.text("tablespacename"), node);
            }
            case "DropUserMappingStmt" -> drop(ObjectKind.USER_MAPPING, node.text("servername"), node);
            case "DropSubscriptionStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                drop(ObjectKind.SUBSCRIPTION, node.text("subname"), node);
            }
            case "DropOwnedStmt", "ReassignOwnedStmt" -> {
                for (Node role : node.list("roles")) {
                    QualifiedName name = QualifiedName.unqualified(Names.role(role));
                    out.add(
                            new ObjectChange.Owned(ObjectRef.of(ObjectKind.ROLE, name), tag.equals("DropOwnedStmt")),
                            Repetition.BY_NATURE);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void enumValue(Node node) {
        ObjectRef type = ObjectRef.of(ObjectKind.TYPE, Names.of(node.list("typeName")));
        if (node.has("oldVal")) {
            out.add(new ObjectChange.RenameEnumValue(type, node.text("oldVal"), node.text("newVal")), Repetition.FAILS);
            return;
        }
        boolean ifNotExists = node.flag("skipIfNewValExists");
        String neighbour = node.textOrNull("newValNeighbor");
        boolean before = neighbour != null && !node.flag("newValIsAfter");
        out.add(
                new ObjectChange.AddEnumValue(type, node.text("newVal"), ifNotExists, neighbour, before),
                Repetition.clause(ifNotExists, "IF NOT EXISTS"));
    }

    /** The subtypes are those of AlterDomainStmt (src/include/nodes/parsenodes.h). */
    private void domain(Node node) {
        QualifiedName name = Names.of(node.list("typeName"));
        ObjectRef domain = ObjectRef.of(ObjectKind.DOMAIN, name);
        switch (node.text("subtype")) {
            case "C" -> {
                new QueryReader(out).read(node.get("def").inner().get("raw_expr"));
                out.add(new ObjectChange.Alter(domain, "ADD CONSTRAINT", false), Repetition.FAILS);
            }
            case "X" -> {
                ObjectRef constraint = ObjectRef.part(ObjectKind.DOMAIN_CONSTRAINT, name, node.text("name"));
                boolean ifExists = node.flag("missing_ok");
                out.add(
                        new ObjectChange.Drop(constraint, ifExists, Names.cascade(node), false),
                        Repetition.clause(ifExists, "IF EXISTS"));
            }
            case "V" -> alter(domain, "VALIDATE CONSTRAINT", false);
            case "T" -> alter(domain, "DEFAULT", true);
            case "N" -> alter(domain, "DROP NOT NULL", true);
            case "O" -> alter(domain, "SET NOT NULL", false);
            default -> out.unknown("ALTER DOMAIN of unknown kind");
        }
    }

    private static String options(Node node) {
        List<String> names = node.list("options").stream()
                .map(o -> o.inner().text("defname").replace('_', ' ').toUpperCase(Locale.ROOT))
                .toList();
        return String.join(", ", names);
    }

    private static Node wrap(Node objectWithArgs) {
        return Node.tagged("ObjectWithArgs", objectWithArgs);
    }

    private void drop(ObjectKind kind, String name, Node node) {
        boolean ifExists = node.flag("missing_ok");
        out.add(
                new ObjectChange.Drop(
                        ObjectRef.of(kind, QualifiedName.unqualified(name)), ifExists, Names.cascade(node), false),
                Repetition.clause(ifExists, "IF EXISTS"));
    }

    private void named(ObjectKind kind, String name, String what) {
        alter(kind, QualifiedName.unqualified(name), what);
    }

    private void alter(ObjectKind kind, QualifiedName name, String what) {
        alter(ObjectRef.of(kind, name), what, true);
    }

    private void alter(ObjectRef object, String what, boolean removes) {
        out.add(new ObjectChange.Alter(object, what, removes), Repetition.BY_NATURE);
    }
}
