package dev.schemagate.prisma.drift;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.desired.Assessment;
import dev.schemagate.desired.Outcome;
import dev.schemagate.prisma.ExpectedColumn;
import dev.schemagate.prisma.ExpectedForeignKey;
import dev.schemagate.prisma.ExpectedIndex;
import dev.schemagate.prisma.ExpectedTable;
import dev.schemagate.prisma.drift.Deviation.Kind;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;

/** One table that is expected and there. */
final class TableComparison {

    private final Comparison whole;
    private final QualifiedName name;
    private final ExpectedTable expected;
    private final LiveTable there;
    private final Types types;
    private final NameResolution names;
    private final Set<String> renamed = new HashSet<>();

    TableComparison(
            Comparison whole,
            QualifiedName name,
            ExpectedTable expected,
            LiveTable there,
            Types types,
            NameResolution names) {
        this.whole = whole;
        this.name = name;
        this.expected = expected;
        this.there = there;
        this.types = types;
        this.names = names;
    }

    void run() {
        expected.columns().forEach(this::column);
        there.columns.keySet().stream()
                .filter(column -> expected.column(column).isEmpty())
                .forEach(column -> add(Deviation.extra(
                        Kind.COLUMN,
                        part(column),
                        "the schema does not declare it, so a db push would drop it: add it there too")));
        key();
        expected.indexes().forEach(this::index);
        expected.foreignKeys().forEach(this::reference);
        there.references.stream()
                .filter(key ->
                        expected.foreignKeys().stream().noneMatch(e -> e.name().equals(key)))
                .forEach(key -> add(Deviation.extra(
                        Kind.FOREIGN_KEY, part(key), "the schema does not declare it, so a db push would drop it")));
    }

    private void add(Deviation deviation) {
        whole.found.add(deviation);
    }

    private String part(String column) {
        return name.sql() + "." + QualifiedName.quote(column);
    }

    private void column(ExpectedColumn column) {
        LiveTable.Column is = there.columns.get(column.name());
        String object = part(column.name());
        if (is == null) {
            add(Deviation.missing(Kind.COLUMN, object, "", column.place(), Advice.forMissing(name, column))
                    .with(
                            Advice.canBeFilled(column) ? Sql.addColumn(name, column) : null,
                            Advice.forMissing(name, column)));
            return;
        }
        if (!types.same(column.type(), is.type())) {
            add(Deviation.different(
                    Kind.TYPE,
                    object,
                    "is " + is.type() + ", the schema says " + column.type(),
                    column.place(),
                    "change it in a migration of Prisma's; another type may rewrite the table under ACCESS EXCLUSIVE"));
        }
        if (column.notNull() != is.notNull() && !column.list()) {
            add(Deviation.different(
                    Kind.NULLABILITY,
                    object,
                    column.notNull()
                            ? "takes NULL, the schema says NOT NULL"
                            : "is NOT NULL, the schema says it takes NULL",
                    column.place(),
                    column.notNull()
                            ? "fill its NULLs, then SET NOT NULL in a migration of Prisma's"
                            : "DROP NOT NULL in a migration of Prisma's; until then code that writes no value fails"));
        }
        defaultValue(column, is, object);
    }

    private void defaultValue(ExpectedColumn column, LiveTable.Column is, String object) {
        String value = is.value();
        String written = column.value();
        if (column.anyDefault() || column.serial() && value != null && Defaults.isSequence(value)) {
            return;
        }
        if (column.serial()) {
            add(Deviation.missing(Kind.DEFAULT, object, "no sequence feeds it", column.place(), Advice.SEQUENCE));
        } else if (written == null && value != null) {
            String owner = column.clientSide().isEmpty()
                    ? "the schema says none"
                    : "the client fills it: " + column.clientSide();
            add(Deviation.different(
                    Kind.DEFAULT,
                    object,
                    "has the default " + value + ", " + owner,
                    column.place(),
                    Advice.DROP_DEFAULT));
        } else if (written != null && value == null) {
            add(Deviation.missing(
                    Kind.DEFAULT, object, written, column.place(), Advice.setDefault(name, column.name(), written)));
        } else if (written != null && !Defaults.sameText(written, value)) {
            ask(Sql.setDefault(name, column.name(), written), found -> {
                if (found.outcome() != Outcome.SATISFIED) {
                    add(Deviation.different(
                            Kind.DEFAULT,
                            object,
                            "has the default " + value + ", the schema says " + written,
                            column.place(),
                            Advice.setDefault(name, column.name(), written)));
                }
            });
        }
    }

    private void ask(String sql, Question.Answer answer) {
        Question.of(sql, names, answer).ifPresent(whole.questions::add);
    }

    private void key() {
        if (expected.primaryKey().equals(there.key) && expected.keyColumns().equals(there.keyColumns)) {
            return;
        }
        String wanted = expected.primaryKey() + " (" + String.join(", ", expected.keyColumns()) + ")";
        String is = there.key + " (" + String.join(", ", there.keyColumns) + ")";
        Deviation deviation = there.key.isEmpty()
                ? Deviation.missing(Kind.PRIMARY_KEY, name.sql(), wanted, expected.place(), Advice.KEY)
                : expected.primaryKey().isEmpty()
                        ? Deviation.extra(Kind.PRIMARY_KEY, name.sql() + " " + is, Advice.KEY)
                        : Deviation.different(
                                Kind.PRIMARY_KEY,
                                name.sql(),
                                "is " + is + ", the schema says " + wanted,
                                expected.place(),
                                Advice.KEY);
        add(deviation);
    }

    private void index(ExpectedIndex index) {
        if (there.indexes.containsKey(index.name())) {
            ask(Sql.createIndex(name, index, index.name()), found -> judged(index, found));
            return;
        }
        Set<String> taken = new HashSet<>(
                expected.indexes().stream().map(ExpectedIndex::name).toList());
        List<String> others =
                there.indexes.keySet().stream().filter(i -> !taken.contains(i)).toList();
        Renamed renamed = new Renamed(others.size());
        for (String other : others) {
            ask(Sql.createIndex(name, index, other), found -> renamed.take(other, found, this, index));
        }
        if (others.isEmpty()) {
            missing(index);
        }
    }

    /** Whether one of the other indexes is the expected one under another name: known when the planner has answered for all. */
    private static final class Renamed {

        private int open;
        private String name = "";

        Renamed(int open) {
            this.open = open;
        }

        void take(String other, Assessment found, TableComparison table, ExpectedIndex index) {
            name = found.outcome() == Outcome.SATISFIED ? other : name;
            if (--open > 0) {
                return;
            }
            if (name.isEmpty()) {
                table.missing(index);
            } else {
                table.renamed.add(name);
                table.add(Deviation.different(
                        Kind.INDEX,
                        table.indexName(index),
                        "is called " + QualifiedName.quote(name),
                        index.place(),
                        "ALTER INDEX " + table.name.sibling(name).sql() + " RENAME TO "
                                + QualifiedName.quote(index.name())
                                + " in a migration of Prisma's; nothing depends on it"));
            }
        }
    }

    private String indexName(ExpectedIndex index) {
        return name.sibling(index.name()).sql();
    }

    private void missing(ExpectedIndex index) {
        add(Deviation.missing(Kind.INDEX, indexName(index), "on " + name.sql() + index.definition(), index.place(), "")
                .with(Sql.createIndex(name, index, index.name()), ""));
    }

    private void judged(ExpectedIndex index, Assessment found) {
        String create = Sql.createIndex(name, index, index.name());
        switch (found.outcome()) {
            case SATISFIED -> {}
            case BROKEN ->
                add(new Deviation(
                        Kind.INDEX,
                        Deviation.State.BROKEN,
                        indexName(index),
                        found.reason(),
                        index.place(),
                        create,
                        ""));
            default ->
                add(Deviation.different(Kind.INDEX, indexName(index), found.reason(), index.place(), Advice.INDEX));
        }
    }

    private void reference(ExpectedForeignKey key) {
        String sql = Sql.addForeignKey(name, key);
        if (!there.references.contains(key.name())) {
            add(Deviation.missing(Kind.FOREIGN_KEY, part(key.name()), "", key.place(), Advice.foreignKey(sql)));
            return;
        }
        ask(sql, found -> {
            if (found.outcome() != Outcome.SATISFIED) {
                add(Deviation.different(
                        Kind.FOREIGN_KEY, part(key.name()), found.reason(), key.place(), Advice.foreignKey(sql)));
            }
        });
    }

    /** Those that nothing expects and a push would drop; asked when the others are told. */
    void extraIndexes() {
        there.indexes.forEach((index, plain) -> {
            boolean known = expected.indexes().stream().anyMatch(e -> e.name().equals(index));
            if (plain && !known && !renamed.contains(index)) {
                add(Deviation.extra(
                        Kind.INDEX,
                        name.sibling(index).sql(),
                        "the schema does not declare it, so a db push would drop it: add it there too"));
            }
        });
    }
}
