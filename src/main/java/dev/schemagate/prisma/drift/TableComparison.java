package dev.schemagate.prisma.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.desired.Assessment;
import dev.schemagate.desired.DesiredDefault;
import dev.schemagate.desired.DesiredForeignKey;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.desired.Outcome;
import dev.schemagate.prisma.Expected;
import dev.schemagate.prisma.ExpectedColumn;
import dev.schemagate.prisma.ExpectedTable;
import dev.schemagate.prisma.drift.Deviation.Kind;
import dev.schemagate.sql.QualifiedName;

/** One table that is expected and there. What the catalog alone does not tell the planner is asked. */
final class TableComparison {

    private final QualifiedName name;
    private final ExpectedTable expected;
    private final LiveTable there;
    private final PrismaTypes types;
    private final Set<String> expectedIndexes;
    private final List<Deviation> found = new ArrayList<>();

    TableComparison(ExpectedTable expected, LiveTable there, PrismaTypes types) {
        this.name = new QualifiedName(expected.schema(), expected.name());
        this.expected = expected;
        this.there = there;
        this.types = types;
        this.expectedIndexes =
                expected.indexes().stream().map(index -> index.object().name()).collect(Collectors.toSet());
    }

    List<DesiredObject> questions() {
        List<DesiredObject> questions = new ArrayList<>();
        for (ExpectedColumn column : expected.columns()) {
            LiveTable.Column is = there.columns.get(column.name());
            if (is != null
                    && is.value() != null
                    && column.value() != null
                    && !Defaults.sameText(column.value(), is.value())) {
                questions.add(value(column));
            }
        }
        for (Expected<DesiredIndex> index : expected.indexes()) {
            if (there.indexes.containsKey(index.object().name())) {
                questions.add(index.object());
            }
            questions.addAll(others(index.object()));
        }
        expected.foreignKeys().forEach(key -> questions.add(key.object()));
        return questions;
    }

    private DesiredDefault value(ExpectedColumn column) {
        return new DesiredDefault(expected.schema(), expected.name(), column.name(), column.value());
    }

    /** What may be the index under another name. */
    private List<DesiredIndex> others(DesiredIndex index) {
        return there.indexes.keySet().stream()
                .filter(other -> !expectedIndexes.contains(other))
                .map(index::named)
                .toList();
    }

    List<Deviation> deviations(Answers answers) {
        expected.columns().forEach(column -> column(column, answers));
        there.columns.keySet().stream()
                .filter(column -> expected.column(column).isEmpty())
                .forEach(column -> extra(Kind.COLUMN, part(column), DriftAdvice.EXTRA));
        key();
        indexes(answers);
        foreignKeys(answers);
        return found;
    }

    private void extra(Kind kind, String object, String advice) {
        found.add(Deviation.extra(kind, object, advice));
    }

    private String part(String column) {
        return name.sql() + "." + QualifiedName.quote(column);
    }

    private void column(ExpectedColumn column, Answers answers) {
        LiveTable.Column is = there.columns.get(column.name());
        String object = part(column.name());
        if (is == null) {
            String advice = DriftAdvice.forMissing(name, column);
            found.add(Deviation.missing(Kind.COLUMN, object, "", column.place(), advice)
                    .with(
                            advice.isEmpty()
                                    ? column.patch(expected.schema(), expected.name())
                                            .ddl()
                                            .orElseThrow()
                                    : null,
                            advice));
            return;
        }
        if (!types.same(column.type(), is)) {
            found.add(Deviation.different(
                    Kind.TYPE,
                    object,
                    "is " + is.type() + ", the schema says " + column.type(),
                    column.place(),
                    DriftAdvice.TYPE));
        }
        if (column.notNull() != is.notNull() && !column.list()) {
            found.add(Deviation.different(
                    Kind.NULLABILITY,
                    object,
                    column.notNull()
                            ? "takes NULL, the schema says NOT NULL"
                            : "is NOT NULL, the schema says it takes NULL",
                    column.place(),
                    column.notNull() ? DriftAdvice.SET_NOT_NULL : DriftAdvice.DROP_NOT_NULL));
        }
        defaultValue(column, is, object, answers);
    }

    private void defaultValue(ExpectedColumn column, LiveTable.Column is, String object, Answers answers) {
        String value = is.value();
        String written = column.value();
        if (column.anyDefault() || column.serial() && value != null && Defaults.isSequence(value)) {
            return;
        }
        if (column.serial()) {
            found.add(Deviation.missing(
                    Kind.DEFAULT, object, "no sequence feeds it", column.place(), DriftAdvice.SEQUENCE));
        } else if (written == null && value != null) {
            String owner = column.clientSide().isEmpty()
                    ? "the schema says none"
                    : "the client fills it: " + column.clientSide();
            found.add(Deviation.different(
                    Kind.DEFAULT,
                    object,
                    "has the default " + value + ", " + owner,
                    column.place(),
                    DriftAdvice.DROP_DEFAULT));
        } else if (written != null && value == null) {
            found.add(Deviation.missing(Kind.DEFAULT, object, written, column.place(), DriftAdvice.set(value(column))));
        } else if (written != null && answers.fault(value(column)).isPresent()) {
            found.add(Deviation.different(
                    Kind.DEFAULT,
                    object,
                    "has the default " + value + ", the schema says " + written,
                    column.place(),
                    DriftAdvice.set(value(column))));
        }
    }

    private void key() {
        if (expected.primaryKey().equals(there.key) && expected.keyColumns().equals(there.keyColumns)) {
            return;
        }
        String wanted = expected.primaryKey() + " (" + String.join(", ", expected.keyColumns()) + ")";
        String is = there.key + " (" + String.join(", ", there.keyColumns) + ")";
        found.add(
                there.key.isEmpty()
                        ? Deviation.missing(Kind.PRIMARY_KEY, name.sql(), wanted, expected.place(), DriftAdvice.KEY)
                        : expected.primaryKey().isEmpty()
                                ? Deviation.extra(Kind.PRIMARY_KEY, name.sql() + " " + is, DriftAdvice.KEY)
                                : Deviation.different(
                                        Kind.PRIMARY_KEY,
                                        name.sql(),
                                        "is " + is + ", the schema says " + wanted,
                                        expected.place(),
                                        DriftAdvice.KEY));
    }

    private void indexes(Answers answers) {
        Set<String> known = new HashSet<>(expectedIndexes);
        for (Expected<DesiredIndex> index : expected.indexes()) {
            List<String> same = others(index.object()).stream()
                    .filter(answers::isSatisfied)
                    .map(DesiredIndex::name)
                    .toList();
            known.addAll(same); // Prisma leaves what is there twice.
            String create = index.object().ddl().orElseThrow();
            String object = name.sibling(index.object().name()).sql();
            if (there.indexes.containsKey(index.object().name())) {
                answers.of(index.object())
                        .filter(answer -> answer.outcome() != Outcome.SATISFIED)
                        .ifPresent(answer -> found.add(otherwise(answer, object, index, create)));
            } else if (!same.isEmpty()) {
                found.add(Deviation.different(
                        Kind.INDEX,
                        object,
                        "is called " + QualifiedName.quote(same.get(0)),
                        index.place(),
                        DriftAdvice.rename(
                                name.sibling(same.get(0)), index.object().name())));
            } else {
                String detail = "on " + name.sql() + index.object().definition();
                found.add(Deviation.missing(Kind.INDEX, object, detail, index.place(), "")
                        .with(create, ""));
            }
        }
        there.indexes.forEach((index, plain) -> {
            if (plain && !known.contains(index)) {
                extra(Kind.INDEX, name.sibling(index).sql(), DriftAdvice.EXTRA);
            }
        });
    }

    private static Deviation otherwise(Assessment answer, String object, Expected<DesiredIndex> index, String create) {
        return answer.outcome() == Outcome.BROKEN
                ? new Deviation(Kind.INDEX, Deviation.State.BROKEN, object, answer.reason(), index.place(), create, "")
                : Deviation.different(Kind.INDEX, object, answer.reason(), index.place(), DriftAdvice.INDEX);
    }

    private void foreignKeys(Answers answers) {
        Set<String> known = new HashSet<>();
        for (Expected<DesiredForeignKey> expectedKey : expected.foreignKeys()) {
            DesiredForeignKey key = expectedKey.object();
            String keyName = String.valueOf(key.name());
            known.add(keyName);
            if (!there.references.contains(keyName)) {
                found.add(Deviation.missing(
                        Kind.FOREIGN_KEY, part(keyName), "", expectedKey.place(), DriftAdvice.add(key)));
            } else {
                answers.fault(key)
                        .ifPresent(fault -> found.add(Deviation.different(
                                Kind.FOREIGN_KEY, part(keyName), fault, expectedKey.place(), DriftAdvice.add(key))));
            }
        }
        there.references.stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> extra(Kind.FOREIGN_KEY, part(key), DriftAdvice.UNDECLARED));
    }
}
