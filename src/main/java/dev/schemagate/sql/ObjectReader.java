package dev.schemagate.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads what happens to existing objects of any kind: DROP, RENAME, SET SCHEMA, OWNER TO, COMMENT, GRANT. */
final class ObjectReader {
    private final StatementDraft out;

    ObjectReader(StatementDraft out) {
        this.out = out;
    }

    /** Adds the effects of a statement and says whether it was one of these. */
    boolean read(String tag, Node node) {
        switch (tag) {
            case "DropStmt" -> drop(node);
            case "RenameStmt" -> rename(node);
            case "AlterObjectSchemaStmt" -> {
                ObjectRef object = object(node, "objectType");
                out.add(
                        new ObjectChange.Move(object, node.text("newschema")),
                        Repetition.FAILS,
                        strongest(object, node));
            }
            case "AlterOwnerStmt" -> {
                ObjectRef object = object(node, "objectType");
                out.add(
                        new ObjectChange.ChangeOwner(object, Names.role(node.get("newowner"))),
                        Repetition.BY_NATURE,
                        strongest(object, node));
            }
            case "CommentStmt" -> comment(node);
            case "SecLabelStmt" ->
                out.add(
                        new ObjectChange.SetLabel(ObjectRefs.of(kind(node, "objtype"), node.get("object"))),
                        Repetition.BY_NATURE);
            case "AlterObjectDependsStmt" -> alter(object(node, "objectType"), "DEPENDS ON EXTENSION", false);
            case "GrantStmt" -> grant(node);
            case "GrantRoleStmt" -> {
                boolean grant = node.flag("is_grant");
                for (Node role : node.list("granted_roles")) {
                    QualifiedName name = QualifiedName.unqualified(role.inner().text("priv_name"));
                    out.add(
                            new ObjectChange.Privileges(ObjectRef.of(ObjectKind.ROLE, name), grant, "MEMBERSHIP"),
                            Repetition.BY_NATURE);
                }
            }
            case "AlterDefaultPrivilegesStmt" -> {
                Node action = node.get("action");
                String schema = node.list("options").stream()
                        .filter(o -> o.inner().text("defname").equals("schemas"))
                        .map(Names::option)
                        .findFirst()
                        .orElse("");
                ObjectRef scope = ObjectRef.of(ObjectKind.DEFAULT_PRIVILEGES, QualifiedName.unqualified(schema));
                out.add(
                        new ObjectChange.Privileges(scope, action.flag("is_grant"), privileges(action)),
                        Repetition.BY_NATURE);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static ObjectKind kind(Node node, String field) {
        return ObjectKinds.of(node.text(field));
    }

    /** The object of a statement that names a table in {@code relation} and anything else in {@code object}. */
    private static ObjectRef object(Node node, String kindField) {
        ObjectKind kind = kind(node, kindField);
        Node relation = node.get("relation");
        if (relation.isEmpty()) {
            Node object = node.get("object");
            ObjectRef named = ObjectRefs.of(kind, object);
            if (object.isEmpty() || kind == ObjectKind.DOMAIN_CONSTRAINT) {
                return kind == ObjectKind.DOMAIN_CONSTRAINT
                        ? ObjectRef.part(kind, Names.of(object.inner().list("items")), node.text("subname"))
                        : ObjectRef.of(kind, QualifiedName.unqualified(node.text("subname")));
            }
            return named;
        }
        QualifiedName name = Names.relation(relation);
        return node.has("subname") ? ObjectRef.part(kind, name, node.text("subname")) : ObjectRef.of(kind, name);
    }

    private static RelationUse[] strongest(ObjectRef object, Node node) {
        boolean locked = !node.get("relation").isEmpty() || object.kind().isRelation();
        return locked
                ? new RelationUse[] {StatementDraft.lock(object.name(), LockMode.ACCESS_EXCLUSIVE)}
                : new RelationUse[0];
    }

    private void drop(Node drop) {
        ObjectKind kind = kind(drop, "removeType");
        boolean ifExists = drop.flag("missing_ok");
        boolean concurrently = drop.flag("concurrent");
        if (concurrently) {
            out.mode = Statement.TransactionMode.FORBIDDEN;
        }
        for (Node object : drop.list("objects")) {
            ObjectRef ref = ObjectRefs.of(kind, object);
            LockMode lock = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            LockMode absent = ref.part() == null ? LockMode.NONE : LockMode.ACCESS_SHARE;
            boolean locked = kind.isRelation() || ref.part() != null && kind != ObjectKind.DOMAIN_CONSTRAINT;
            RelationUse[] uses = locked
                    ? new RelationUse[] {StatementDraft.lock(ref.name(), lock, absent, RelationUse.Work.NONE)}
                    : new RelationUse[0];
            out.add(
                    new ObjectChange.Drop(ref, ifExists, Names.cascade(drop), concurrently),
                    Repetition.clause(ifExists, "IF EXISTS"),
                    uses);
        }
    }

    private void rename(Node rename) {
        String newName = rename.text("newname");
        ObjectRef object = object(rename, "renameType");
        boolean column = object.kind() == ObjectKind.COLUMN && object.part() != null;
        Change change = column
                ? new ColumnChange.Rename(object.name(), rename.text("subname"), newName)
                : new ObjectChange.Rename(object, newName);
        out.add(change, Repetition.FAILS, strongest(object, rename));
    }

    private void comment(Node comment) {
        ObjectRef object = ObjectRefs.of(kind(comment, "objtype"), comment.get("object"));
        boolean relation =
                switch (object.kind()) {
                    case COLUMN, CONSTRAINT, TRIGGER, POLICY, RULE -> true;
                    default -> object.kind().isRelation();
                };
        RelationUse[] uses = relation
                ? new RelationUse[] {StatementDraft.lock(object.name(), LockMode.SHARE_UPDATE_EXCLUSIVE)}
                : new RelationUse[0];
        out.add(new ObjectChange.SetComment(object, comment.textOrNull("comment")), Repetition.BY_NATURE, uses);
    }

    private void grant(Node grant) {
        boolean all = grant.text("targtype").equals("ACL_TARGET_ALL_IN_SCHEMA");
        ObjectKind kind = all ? ObjectKind.SCHEMA : kind(grant, "objtype");
        for (Node object : grant.list("objects")) {
            ObjectRef ref = ObjectRefs.of(kind, object);
            RelationUse[] uses = kind.isRelation()
                    ? new RelationUse[] {StatementDraft.lock(ref.name(), LockMode.ACCESS_SHARE)}
                    : new RelationUse[0];
            out.add(
                    new ObjectChange.Privileges(ref, grant.flag("is_grant"), privileges(grant)),
                    Repetition.BY_NATURE,
                    uses);
        }
    }

    private static String privileges(Node grant) {
        List<Node> privileges = grant.list("privileges");
        return privileges.isEmpty()
                ? "ALL"
                : privileges.stream()
                        .map(p -> p.inner().text("priv_name").toUpperCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    private void alter(ObjectRef object, String what, boolean removes) {
        out.add(new ObjectChange.Alter(object, what, removes), Repetition.BY_NATURE);
    }
}
