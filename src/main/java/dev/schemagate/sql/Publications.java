package dev.schemagate.sql;

/** Reads what CREATE and ALTER PUBLICATION publish: tables, whole schemas, or everything. */
final class Publications {
    private Publications() {}

    static void read(StatementDraft out, Node statement) {
        if (statement.flag("for_all_tables")) {
            ObjectRef publication =
                    ObjectRef.of(ObjectKind.PUBLICATION, QualifiedName.unqualified(statement.text("pubname")));
            out.add(new ObjectChange.Everywhere(publication), Repetition.BY_NATURE);
        }
        for (Node published : statement.list("pubobjects")) {
            Node object = published.inner();
            Node table = object.get("pubtable");
            if (!table.isEmpty()) {
                QualifiedName name = Names.relation(table.get("relation"));
                out.add(
                        new ObjectChange.Alter(ObjectRef.of(ObjectKind.TABLE, name), "PUBLICATION", false),
                        Repetition.BY_NATURE,
                        StatementDraft.lock(name, LockMode.SHARE_UPDATE_EXCLUSIVE));
            } else if (object.has("name")) {
                ObjectRef schema = ObjectRef.of(ObjectKind.SCHEMA, QualifiedName.unqualified(object.text("name")));
                out.add(new ObjectChange.Alter(schema, "PUBLICATION", false), Repetition.BY_NATURE);
            } else {
                out.unknown("a publication of " + object.text("pubobjtype"));
            }
        }
    }
}
