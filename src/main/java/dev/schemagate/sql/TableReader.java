package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.ConstraintDefinition.Reference;

/** Reads CREATE TABLE in its forms. */
final class TableReader {
    private final StatementDraft out;

    TableReader(StatementDraft out) {
        this.out = out;
    }

    void create(Node create, ObjectKind kind) {
        List<ColumnDefinition> columns = new ArrayList<>();
        List<ConstraintDefinition> constraints = new ArrayList<>();
        List<QualifiedName> like = new ArrayList<>();
        List<RelationUse> uses = new ArrayList<>();
        for (Node element : create.list("tableElts")) {
            switch (element.tag()) {
                case "ColumnDef" -> columns.add(new ColumnReader(out).read(element.inner()));
                case "Constraint" -> constraints.add(new ConstraintReader(out).read(element.inner()));
                case "TableLikeClause" -> {
                    QualifiedName source = Names.relation(element.inner().get("relation"));
                    like.add(source);
                    uses.add(StatementDraft.lock(source, LockMode.ACCESS_SHARE));
                }
                default -> out.unknown("a table element " + element.tag());
            }
        }
        List<QualifiedName> parents = new ArrayList<>();
        boolean partition = !create.get("partbound").isEmpty();
        for (Node parent : create.list("inhRelations")) {
            QualifiedName name = Names.relation(parent);
            parents.add(name);
            // a new partition takes ACCESS EXCLUSIVE on its parent, unlike ATTACH PARTITION
            LockMode lock = partition ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
            uses.add(StatementDraft.lock(name, lock, LockMode.NONE, RelationUse.Work.NONE));
        }
        for (Node key : create.get("partspec").list("partParams")) {
            new QueryReader(out).read(key.inner().get("expr"));
        }
        columns.forEach(c -> c.constraints().forEach(d -> references(d, uses)));
        constraints.forEach(d -> references(d, uses));
        boolean ifNotExists = create.flag("if_not_exists");
        QualifiedName table = Names.relation(create.get("relation"));
        out.add(
                new TableChange.Create(
                        table,
                        kind,
                        columns,
                        constraints,
                        parents,
                        like,
                        ifNotExists,
                        "pg_temp".equals(table.schema()),
                        partition,
                        create.has("partspec"),
                        false),
                Repetition.clause(ifNotExists, "IF NOT EXISTS"),
                uses.toArray(RelationUse[]::new));
    }

    /** CREATE TABLE AS, CREATE MATERIALIZED VIEW and the INTO of a SELECT. */
    void createdByQuery(QualifiedName name, ObjectKind kind, boolean ifNotExists) {
        Repetition repetition = Repetition.clause(ifNotExists, "IF NOT EXISTS");
        boolean temporary = "pg_temp".equals(name.schema());
        if (kind == ObjectKind.MATERIALIZED_VIEW) {
            ObjectRef view = ObjectRef.of(kind, name);
            out.add(new ObjectChange.Create(view, ifNotExists, false, false), repetition);
            return;
        }
        List<QualifiedName> none = List.of();
        out.add(
                new TableChange.Create(
                        name, kind, List.of(), List.of(), none, none, ifNotExists, temporary, false, false, true),
                repetition);
    }

    private static void references(ConstraintDefinition constraint, List<RelationUse> uses) {
        Reference reference = constraint.references();
        if (reference != null) {
            uses.add(StatementDraft.lock(
                    reference.table(), LockMode.SHARE_ROW_EXCLUSIVE, LockMode.NONE, RelationUse.Work.NONE));
        }
    }
}
