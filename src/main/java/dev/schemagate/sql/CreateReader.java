package dev.schemagate.sql;

import java.util.List;

import dev.schemagate.sql.RelationUse.Work;
import dev.schemagate.sql.Statement.TransactionMode;

/** Reads CREATE of everything but tables, indexes and routines. */
final class CreateReader {
    private final StatementDraft out;

    CreateReader(StatementDraft out) {
        this.out = out;
    }

    /** Adds the effects of a statement and says whether it was one of these. */
    boolean read(String tag, Node node) {
        boolean ifNotExists = node.flag("if_not_exists");
        switch (tag) {
            case "ViewStmt" -> view(node);
            case "CreateTableAsStmt" -> createdByQuery(node, ifNotExists);
            case "CreateSeqStmt" -> {
                QualifiedName name = Names.relation(node.get("sequence"));
                ObjectRef sequence = ObjectRef.of(ObjectKind.SEQUENCE, name);
                boolean temporary = "pg_temp".equals(name.schema());
                out.add(
                        new ObjectChange.Create(sequence, ifNotExists, false, temporary),
                        Repetition.clause(ifNotExists, "IF NOT EXISTS"),
                        ownedBy(node));
            }
            case "CreateSchemaStmt" -> schema(node, ifNotExists);
            case "CreateTrigStmt" -> {
                ObjectRef trigger =
                        ObjectRef.part(ObjectKind.TRIGGER, Names.relation(node.get("relation")), node.text("trigname"));
                if (!node.get("whenClause").isEmpty()) {
                    defined(node.get("whenClause"));
                }
                create(trigger, false, node.flag("replace"), LockMode.SHARE_ROW_EXCLUSIVE);
                if (!node.get("constrrel").isEmpty()) {
                    out.add(
                            new ObjectChange.Alter(
                                    ObjectRef.of(ObjectKind.TABLE, Names.relation(node.get("constrrel"))),
                                    "CONSTRAINT TRIGGER FROM",
                                    false),
                            Repetition.BY_NATURE);
                }
            }
            case "CreatePolicyStmt" -> {
                ObjectRef policy =
                        ObjectRef.part(ObjectKind.POLICY, Names.relation(node.get("table")), node.text("policy_name"));
                defined(node.get("qual"));
                defined(node.get("with_check"));
                create(policy, false, false, LockMode.ACCESS_EXCLUSIVE);
            }
            case "RuleStmt" -> {
                // what the rule does happens later, to whoever writes: it is not judged here, so it stays unknown
                ObjectRef rule =
                        ObjectRef.part(ObjectKind.RULE, Names.relation(node.get("relation")), node.text("rulename"));
                create(rule, false, node.flag("replace"), LockMode.ACCESS_EXCLUSIVE);
                out.unknown("a rule rewrites other statements");
            }
            case "CreateStatsStmt" -> {
                for (Node table : node.list("relations")) {
                    out.add(
                            new ObjectChange.Create(
                                    ObjectRef.of(ObjectKind.STATISTICS, Names.of(node.list("defnames"))),
                                    ifNotExists,
                                    false,
                                    false),
                            Repetition.clause(ifNotExists, "IF NOT EXISTS"),
                            StatementDraft.lock(Names.relation(table), LockMode.SHARE_UPDATE_EXCLUSIVE));
                }
            }
            case "CreateEnumStmt", "CreateRangeStmt" -> simple(ObjectKind.TYPE, Names.of(node.list("typeName")), node);
            case "CompositeTypeStmt" -> simple(ObjectKind.TYPE, Names.relation(node.get("typevar")), node);
            case "CreateDomainStmt" -> {
                node.list("constraints").forEach(c -> defined(c.inner().get("raw_expr")));
                simple(ObjectKind.DOMAIN, Names.of(node.list("domainname")), node);
            }
            case "DefineStmt" -> simple(ObjectKinds.of(node.text("kind")), Names.of(node.list("defnames")), node);
            case "CreateOpClassStmt" -> simple(ObjectKind.OPERATOR_CLASS, Names.of(node.list("opclassname")), node);
            case "CreateOpFamilyStmt" -> simple(ObjectKind.OPERATOR_FAMILY, Names.of(node.list("opfamilyname")), node);
            case "CreateConversionStmt" -> simple(ObjectKind.CONVERSION, Names.of(node.list("conversion_name")), node);
            case "CreateCastStmt" -> {
                String types = TypeReader.canonical(node.get("sourcetype")) + " "
                        + TypeReader.canonical(node.get("targettype"));
                simple(ObjectKind.CAST, QualifiedName.unqualified(types), node);
                if (builtIn(node.get("sourcetype")) && builtIn(node.get("targettype"))) {
                    everywhere(ObjectKind.CAST, types);
                }
            }
            case "CreateTransformStmt" ->
                simple(
                        ObjectKind.TRANSFORM,
                        QualifiedName.unqualified(
                                TypeReader.canonical(node.get("type_name")) + " " + node.text("lang")),
                        node);
            case "CreateExtensionStmt" -> named(ObjectKind.EXTENSION, "extname", node);
            case "CreateEventTrigStmt" -> {
                named(ObjectKind.EVENT_TRIGGER, "trigname", node);
                everywhere(ObjectKind.EVENT_TRIGGER, node.text("trigname"));
            }
            case "CreatePLangStmt" -> named(ObjectKind.LANGUAGE, "plname", node);
            case "CreateRoleStmt" -> named(ObjectKind.ROLE, "role", node);
            case "CreateAmStmt" -> named(ObjectKind.ACCESS_METHOD, "amname", node);
            case "CreateFdwStmt" -> named(ObjectKind.FOREIGN_DATA_WRAPPER, "fdwname", node);
            case "CreateForeignServerStmt" -> named(ObjectKind.SERVER, "servername", node);
            case "CreateUserMappingStmt" -> named(ObjectKind.USER_MAPPING, "servername", node);
            case "CreatePublicationStmt" -> {
                named(ObjectKind.PUBLICATION, "pubname", node);
                Publications.read(out, node);
            }
            case "CreateSubscriptionStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                named(ObjectKind.SUBSCRIPTION, "subname", node);
                everywhere(ObjectKind.SUBSCRIPTION, node.text("subname"));
            }
            case "CreatedbStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                named(ObjectKind.DATABASE, "dbname", node);
            }
            case "CreateTableSpaceStmt" -> {
                out.mode = TransactionMode.FORBIDDEN;
                named(ObjectKind.TABLESPACE, "tablespacename", node);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void everywhere(ObjectKind kind, String name) {
        out.add(new ObjectChange.Everywhere(ObjectRef.of(kind, QualifiedName.unqualified(name))), Repetition.BY_NATURE);
    }

    private static boolean builtIn(Node typeName) {
        return BuiltIns.type(Names.of(typeName.inner().list("names")));
    }

    private void named(ObjectKind kind, String field, Node node) {
        simple(kind, QualifiedName.unqualified(node.text(field)), node);
    }

    private void simple(ObjectKind kind, QualifiedName name, Node node) {
        boolean ifNotExists = node.flag("if_not_exists");
        create(ObjectRef.of(kind, name), ifNotExists, node.flag("replace"), LockMode.NONE);
    }

    private void create(ObjectRef object, boolean ifNotExists, boolean orReplace, LockMode lock) {
        RelationUse[] uses = lock == LockMode.NONE
                ? new RelationUse[0]
                : new RelationUse[] {StatementDraft.lock(object.name(), lock)};
        out.add(
                new ObjectChange.Create(
                        object,
                        ifNotExists,
                        orReplace,
                        "pg_temp".equals(object.name().schema())),
                Repetition.clause(ifNotExists || orReplace, orReplace ? "OR REPLACE" : "IF NOT EXISTS"),
                uses);
    }

    private void view(Node node) {
        QualifiedName name = Names.relation(node.get("view"));
        boolean replace = node.flag("replace");
        out.add(
                new ObjectChange.Create(
                        ObjectRef.of(ObjectKind.VIEW, name), false, replace, "pg_temp".equals(name.schema())),
                Repetition.clause(replace, "OR REPLACE"),
                StatementDraft.lock(name, replace ? LockMode.ACCESS_EXCLUSIVE : LockMode.NONE));
        defined(node.get("query"));
    }

    private void createdByQuery(Node node, boolean ifNotExists) {
        QualifiedName name = Names.relation(node.get("into").get("rel"));
        new TableReader(out).createdByQuery(name, ObjectKinds.of(node.text("objtype")), ifNotExists);
        Node query = node.get("query");
        if (query.is("ExecuteStmt")) {
            out.unknown("CREATE TABLE AS EXECUTE of a prepared statement");
        } else {
            new QueryReader(out).read(query);
        }
    }

    private void schema(Node node, boolean ifNotExists) {
        String written = node.text("schemaname");
        String name = written.isEmpty() ? Names.role(node.get("authrole")) : written;
        ObjectRef schema = ObjectRef.of(ObjectKind.SCHEMA, QualifiedName.unqualified(name));
        create(schema, ifNotExists, false, LockMode.NONE);
        if (!node.list("schemaElts").isEmpty()) {
            out.unknown("CREATE SCHEMA with objects inside; create them by statements of their own");
        }
    }

    /** A query or expression that is stored now and runs later. */
    private void defined(Node node) {
        boolean before = out.inDefinition;
        out.inDefinition = true;
        new QueryReader(out).read(node);
        out.inDefinition = before;
    }

    /** The table of OWNED BY; the sequence is tied to it. */
    private static RelationUse[] ownedBy(Node sequence) {
        for (Node option : sequence.list("options")) {
            List<String> names = Names.strings(option.inner().get("arg").inner().list("items"));
            if (option.inner().text("defname").equals("owned_by") && names.size() > 1) {
                int last = names.size() - 1;
                QualifiedName table = new QualifiedName(last > 1 ? names.get(last - 2) : null, names.get(last - 1));
                return new RelationUse[] {StatementDraft.lock(table, LockMode.ACCESS_SHARE, LockMode.NONE, Work.NONE)};
            }
        }
        return new RelationUse[0];
    }
}
