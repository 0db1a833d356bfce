package dev.schemagate.prisma.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.desired.Assessment;
import dev.schemagate.prisma.ExpectedDatabase;
import dev.schemagate.prisma.ExpectedEnum;
import dev.schemagate.prisma.ExpectedTable;
import dev.schemagate.prisma.drift.Deviation.Kind;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;

/** Goes through what is expected and what is there. What the catalog alone does not tell is left as a question to the planner. */
final class Comparison {

    final List<Deviation> found = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();
    private final List<TableComparison> compared = new ArrayList<>();
    private final ExpectedDatabase expected;
    private final Live live;
    private final NameResolution names;
    private final Types types;

    Comparison(ExpectedDatabase expected, Live live, NameResolution names) {
        this.expected = expected;
        this.live = live;
        this.names = names;
        this.types = new Types(names);
    }

    void run() {
        Set<QualifiedName> tables = new HashSet<>();
        for (ExpectedTable table : expected.tables()) {
            QualifiedName name = new QualifiedName(table.schema(), table.name());
            tables.add(name);
            LiveTable there = live.tables().get(name);
            if (there == null) {
                found.add(Deviation.missing(
                        Kind.TABLE,
                        name.sql(),
                        "",
                        table.place(),
                        "the gate creates no table of another engine: deploy the migration that does"));
            } else {
                TableComparison comparison = new TableComparison(this, name, table, there, types, names);
                comparison.run();
                compared.add(comparison);
            }
        }
        live.tables().keySet().stream()
                .filter(name -> !tables.contains(name))
                .forEach(name -> found.add(Deviation.extra(
                        Kind.TABLE,
                        name.sql(),
                        "no model declares it, so a db push would drop it: move it to another schema")));
        Set<QualifiedName> enums = new HashSet<>();
        for (ExpectedEnum type : expected.enums()) {
            QualifiedName name = new QualifiedName(type.schema(), type.name());
            enums.add(name);
            enumType(name, type, live.enums().get(name));
        }
        live.enums().keySet().stream()
                .filter(name -> !enums.contains(name))
                .forEach(name -> found.add(Deviation.extra(
                        Kind.ENUM, name.sql(), "no enum of the schema declares it, so a db push would drop it")));
    }

    private void enumType(QualifiedName name, ExpectedEnum type, @Nullable List<String> labels) {
        if (labels == null) {
            found.add(Deviation.missing(
                    Kind.ENUM,
                    name.sql(),
                    "",
                    type.place(),
                    "the gate creates no type of another engine: deploy the migration that does"));
            return;
        }
        for (String label : type.labels()) {
            if (!labels.contains(label)) {
                found.add(Deviation.missing(Kind.ENUM_VALUE, name.sql(), Sql.text(label), type.place(), "")
                        .with(Sql.addValue(name, label), ""));
            }
        }
        labels.stream()
                .filter(label -> !type.labels().contains(label))
                .forEach(label -> found.add(Deviation.extra(
                        Kind.ENUM_VALUE,
                        name.sql() + " " + Sql.text(label),
                        "rows may hold it, and PostgreSQL removes no value: a push would build the type anew")));
    }

    /** Takes the planner's answers, one a question. */
    void answered(List<Assessment> findings) {
        for (int i = 0; i < questions.size(); i++) {
            questions.get(i).answer().take(findings.get(i));
        }
        compared.forEach(TableComparison::extraIndexes);
    }
}
