package dev.schemagate.policy.rules;

import java.util.List;
import java.util.stream.Stream;

import dev.schemagate.policy.rule.Rule;

/**
 * Every rule, in the order of their ids: the one place where a rule is registered.
 *
 * <p>Ids: HF003–009 not idempotent, HF01x destructive, HF02x ownership, HF03x old code breaks, HF04x locks, HF05x form,
 * HF06x collision, HF07x unknown, HF08x acknowledgements, HF09x guard, DP0xx deployments. HF001, HF002, HF1xx and HF2xx are codes of
 * the replay.
 */
public final class Rules {

    private static final List<Rule> JUDGING = List.of(
            AddColumnIfNotExists.RULE,
            CreateIfNotExists.RULE,
            GuardConstraint.RULE,
            InsertOnConflict.RULE,
            NameIt.RULE,
            NameTheKey.RULE,
            DropNothing.RULE,
            RenameNothing.RULE,
            RetypeNothing.RULE,
            TruncateNothing.RULE,
            KeepRows.RULE,
            DetachNothing.RULE,
            KeepTriggers.RULE,
            CreateNothingForeign.RULE,
            LeaveLedgers.RULE,
            HotfixStaysForeign.RULE,
            MigrationStaysOwned.RULE,
            MindOtherEngine.RULE,
            GiveDefault.RULE,
            SetNotNull.RULE,
            RestrictNothing.RULE,
            KeepDefault.RULE,
            ChangedDefault.RULE,
            MindNulls.RULE,
            NoTriggers.RULE,
            MindForeignKeys.RULE,
            IndexWhatCannotFail.RULE,
            MindLongValues.RULE,
            IndexConcurrently.RULE,
            StableDefault.RULE,
            NoStoredColumns.RULE,
            AddNotValid.RULE,
            ValidateApart.RULE,
            OneLock.RULE,
            NoMaintenance.RULE,
            MindDomains.RULE,
            LoopNowhere.RULE,
            NoTransactions.RULE,
            ShortNames.RULE,
            NoSettings.RULE,
            NoPrivileges.RULE,
            NoServerSettings.RULE,
            NoExtensions.RULE,
            NoCollision.RULE,
            NoDynamicSql.RULE,
            NoUnknownCalls.RULE,
            PassTheGuard.RULE,
            OnlyAdditive.RULE);

    private Rules() {}

    /** Those that judge effects. The last one asks whether an effect against which no other has anything is allowed. */
    public static List<Rule> judging() {
        return JUDGING;
    }

    /** All of them that are about SQL. */
    public static List<Rule> all() {
        return Stream.of(JUDGING, TextRules.ALL)
                .flatMap(List::stream)
                .sorted(java.util.Comparator.comparing(Rule::id))
                .toList();
    }
}
