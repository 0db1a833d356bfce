package dev.schemagate.policy.rules;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.TableChange;
import dev.schemagate.sql.TableChange.Property;

/** HF036: A trigger, rule or policy changes what old code reads and writes. */
final class LeaveOldRowsAlone {
    static final Rule RULE = new Rule(
            "HF036",
            "leave-old-rows-alone",
            RuleGroup.OLD_CODE,
            Level.ERROR,
            "a trigger, rule or policy changes what old code reads and writes",
            "It acts on every statement of old code, which was not written for it.",
            "Do it in the application, or in the owned schema",
            LeaveOldRowsAlone::judge);

    private static final Set<ObjectKind> CHANGES_ROWS =
            EnumSet.of(ObjectKind.TRIGGER, ObjectKind.RULE, ObjectKind.POLICY);
    private static final Set<Property> SWITCHES_ON = EnumSet.of(
            Property.ENABLE_ROW_SECURITY,
            Property.FORCE_ROW_SECURITY,
            Property.ENABLE_TRIGGER,
            Property.ENABLE_RULE,
            Property.INHERIT);

    private LeaveOldRowsAlone() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ObjectChange.Create create
                && CHANGES_ROWS.contains(create.object().kind())) {
            return s.isNew(create.object().name())
                    ? null
                    : "a " + create.object().kind().sql() + " changes what old code reads and writes";
        }
        return s.change() instanceof TableChange.SetProperty set
                        && SWITCHES_ON.contains(set.property())
                        && !s.isNew(set.table())
                ? set.property().name().replace('_', ' ') + " changes what old code reads and writes"
                : null;
    }
}
