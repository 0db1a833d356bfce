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
            GuardAddedConstraint.RULE,
            InsertOnConflict.RULE,
            NameIndexAndConstraint.RULE,
            NameTheConflictKey.RULE,
            DropNothing.RULE,
            RenameNothing.RULE,
            KeepColumnTypes.RULE,
            TruncateNothing.RULE,
            KeepRows.RULE,
            DetachNothing.RULE,
            KeepTriggers.RULE,
            CreateNothingInTheForeignSchema.RULE,
            LeaveLedgersAlone.RULE,
            KeepHotfixesInTheForeignSchema.RULE,
            KeepMigrationsInTheOwnedSchema.RULE,
            MindTheOtherEngine.RULE,
            GiveNotNullColumnsADefault.RULE,
            LeaveColumnsNullable.RULE,
            RestrictNothing.RULE,
            KeepDefaults.RULE,
            MindChangedDefaults.RULE,
            MindNullValues.RULE,
            LeaveOldRowsAlone.RULE,
            MindForeignKeys.RULE,
            IndexWhatCannotFail.RULE,
            MindLongValues.RULE,
            CreateIndexConcurrently.RULE,
            AvoidVolatileDefaults.RULE,
            AvoidStoredColumns.RULE,
            AddConstraintsNotValid.RULE,
            ValidateInItsOwnTransaction.RULE,
            LockOneTableAtATime.RULE,
            LeaveMaintenanceOut.RULE,
            MindDomainTypes.RULE,
            LoopNowhere.RULE,
            LeaveTransactionsToTheGate.RULE,
            KeepNamesShort.RULE,
            LeaveSettingsToTheGate.RULE,
            LeavePrivilegesOut.RULE,
            LeaveTheServerAlone.RULE,
            LeaveExtensionsOut.RULE,
            LeavePendingChangesToPrisma.RULE,
            WriteSqlOut.RULE,
            CallOnlyKnownFunctions.RULE,
            PassTheGuard.RULE,
            AddOnly.RULE);

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
