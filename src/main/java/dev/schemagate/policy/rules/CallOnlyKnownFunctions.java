package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Ledgers;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;

/** HF071: A function that may do anything is called. */
final class CallOnlyKnownFunctions {
    static final Rule RULE = new Rule(
            "HF071",
            "call-only-known-functions",
            RuleGroup.UNKNOWN,
            Level.ERROR,
            "a function that may do anything is called",
            "Its body is in the database, not in this file: it may drop a table today or tomorrow.",
            "Write out what the function does",
            CallOnlyKnownFunctions::judge);

    private CallOnlyKnownFunctions() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof RowChange.Read read && s.isHotfix() && mayBeView(s, read)) {
            return "reading " + s.resolve(read.table()) + " runs whatever a view calls";
        }
        if (s.change() instanceof SessionChange.Coerce coerce) {
            return s.isHotfix()
                    ? "type " + coerce.type() + " is not built in: its checks, casts and operators may do anything"
                    : null;
        }
        if (!(s.change() instanceof SessionChange.Call call)) {
            return null;
        }
        return call.inDefinition()
                ? call.function() + " will run whenever old code reads or writes, and may do anything"
                : call.function() + " may do anything";
    }

    /** The catalog and Prisma's ledger are known; any other name may be a view, and a view may call functions. */
    private static boolean mayBeView(Subject s, RowChange.Read read) {
        return !Catalogs.is(s.schemaOf(read.table())) && !read.table().name().equals(Ledgers.PRISMA);
    }
}
