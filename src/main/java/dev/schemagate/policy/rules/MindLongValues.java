package dev.schemagate.policy.rules;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.LongValues;
import dev.schemagate.sql.TableChange;

/** HF039: An entry of a btree index holds the value, and has room for about 2,700 bytes. */
public final class MindLongValues {
    public static final Rule RULE = new Rule(
            "HF039",
            "mind-long-values",
            RuleGroup.OLD_CODE,
            Level.WARNING,
            "a btree index on values of any length",
            "An entry of a btree index has room for about " + LongValues.MOST
                    + " bytes, after compression. Old code's INSERT"
                    + " of a longer value, which was good until now, fails with 54000; and where such a row is there"
                    + " already, the build does.",
            "Index md5(column) and compare md5(column) with md5(value) besides, or build the index USING hash; make sure"
                    + " that no value is so long otherwise",
            MindLongValues::judge);

    private MindLongValues() {}

    /** Only where the type is known: most indexes are on numbers and times. */
    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof TableChange.CreateIndex create)
                || !create.definition().method().equals("btree")) {
            return null;
        }
        IndexDefinition index = create.definition();
        return Stream.concat(index.keys().stream().map(IndexDefinition.Key::column), index.include().stream())
                .filter(column -> column != null && !s.isNewColumn(index.table(), column))
                .filter(column -> s.tables()
                        .type(s.resolve(index.table()), column)
                        .filter(type -> !LongValues.fit(type))
                        .isPresent())
                .findFirst()
                .map(MindLongValues::message)
                .orElse(null);
    }

    /** What the finding says. */
    public static String message(String column) {
        return "an INSERT of a longer value of " + column + " than about " + LongValues.MOST
                + " bytes will fail with 54000";
    }
}
