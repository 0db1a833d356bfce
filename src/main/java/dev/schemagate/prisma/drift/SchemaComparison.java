package dev.schemagate.prisma.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.desired.DesiredEnumLabel;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.prisma.ExpectedDatabase;
import dev.schemagate.prisma.ExpectedEnum;
import dev.schemagate.prisma.ExpectedTable;
import dev.schemagate.prisma.drift.Deviation.Kind;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;

/** Goes through what is expected and what is there. */
final class SchemaComparison {

    private final List<Deviation> found = new ArrayList<>();
    private final List<TableComparison> tables = new ArrayList<>();

    SchemaComparison(ExpectedDatabase expected, Live live, NameResolution names) {
        PrismaTypes types = new PrismaTypes(names);
        Set<QualifiedName> known = new HashSet<>();
        for (ExpectedTable table : expected.tables()) {
            QualifiedName name = new QualifiedName(table.schema(), table.name());
            known.add(name);
            LiveTable there = live.tables().get(name);
            if (there == null) {
                found.add(Deviation.missing(
                        Kind.TABLE,
                        name.sql(),
                        "",
                        table.place(),
                        "the gate creates no table of another engine: deploy the migration that does"));
            } else {
                tables.add(new TableComparison(table, there, types));
            }
        }
        live.tables().keySet().stream()
                .filter(name -> !known.contains(name))
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
                DesiredEnumLabel missing = new DesiredEnumLabel(type.schema(), type.name(), label, null, false);
                found.add(Deviation.missing(Kind.ENUM_VALUE, name.sql(), text(label), type.place(), "")
                        .with(missing.ddl().orElseThrow(), ""));
            }
        }
        labels.stream()
                .filter(label -> !type.labels().contains(label))
                .forEach(label -> found.add(Deviation.extra(
                        Kind.ENUM_VALUE,
                        name.sql() + " " + text(label),
                        "rows may hold it, and PostgreSQL removes no value: a push would rebuild the type")));
    }

    private static String text(String label) {
        return Identifiers.literal(label).strip();
    }

    /** What the catalog alone does not tell. */
    List<DesiredObject> questions() {
        return tables.stream().flatMap(table -> table.questions().stream()).toList();
    }

    /** @param answers the planner's, to {@link #questions} */
    List<Deviation> deviations(Answers answers) {
        tables.forEach(table -> found.addAll(table.deviations(answers)));
        return found;
    }
}
