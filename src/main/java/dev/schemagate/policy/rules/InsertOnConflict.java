package dev.schemagate.policy.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RowChange;

/** HF006: INSERT acts again on its second run. */
final class InsertOnConflict {
    static final Rule RULE = new Rule(
            "HF006",
            "insert-on-conflict",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "INSERT acts again on its second run",
            "Every start inserts the row again, or fails with 23505. ON CONFLICT DO NOTHING without "
                    + "the key, or with a key the server makes up, does not help: nothing conflicts.",
            "Insert constants, the key among them, with ON CONFLICT (key) DO NOTHING",
            InsertOnConflict::judge);

    private static final Pattern TARGET =
            Pattern.compile("(?is)\\bON\\s+CONFLICT\\s*\\(([^()]*)\\)\\s*DO\\s+NOTHING\\s*\\z");
    private static final Pattern VARIABLE =
            Pattern.compile("(?i)random|uuid|clock|timestamp|now|next|last|current|local|timeofday|serial");

    private InsertOnConflict() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof RowChange.Insert insert)) {
            return null;
        }
        return insert.onConflict() == RowChange.OnConflict.NOTHING && namesItsKey(s, insert) && !variable(s)
                ? null
                : RULE.title();
    }

    /** Whether the conflict's columns are given, all of them by this statement. */
    private static boolean namesItsKey(Subject s, RowChange.Insert insert) {
        Matcher target = TARGET.matcher(s.statement().text());
        return target.find()
                && Arrays.stream(target.group(1).split(","))
                        .map(String::strip)
                        .allMatch(column -> insert.columns().stream()
                                .anyMatch(given -> QualifiedName.quote(given).equals(column)
                                        || given.equals(column.toLowerCase(Locale.ROOT))));
    }

    /** Whether the values may differ from run to run: they come from a table or from the clock. */
    private static boolean variable(Subject s) {
        return s.statement().effects().stream().anyMatch(e -> e.change() instanceof RowChange.Read)
                || VARIABLE.matcher(s.statement().text()).find();
    }
}
