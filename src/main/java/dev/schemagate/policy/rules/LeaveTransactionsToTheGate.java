package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.SessionChange;

/** HF050: Transaction control in a file. */
final class LeaveTransactionsToTheGate {
    static final Rule RULE = new Rule(
            "HF050",
            "leave-transactions-to-the-gate",
            RuleGroup.FORM,
            Level.ERROR,
            "transaction control in a file",
            "The gate runs every statement in a transaction that it can take back; a COMMIT inside "
                    + "ends that silently.",
            "Delete BEGIN, COMMIT and ROLLBACK",
            LeaveTransactionsToTheGate::judge);

    private LeaveTransactionsToTheGate() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof SessionChange.Transaction transaction
                ? transaction.command() + " takes the transaction out of the gate's hands"
                : null;
    }
}
