package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.TableChange;

/** HF004: CREATE without IF NOT EXISTS is not idempotent. */
final class CreateIfNotExists {
    static final Rule RULE = new Rule(
            "HF004",
            "create-if-not-exists",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "CREATE without IF NOT EXISTS is not idempotent",
            "The second run fails because the object is there already.",
            "Write IF NOT EXISTS, or OR REPLACE where PostgreSQL has no IF NOT EXISTS",
            CreateIfNotExists::judge);

    private CreateIfNotExists() {}

    private static @Nullable String judge(Subject s) {
        if (s.idempotent()) {
            return null;
        }
        if (s.change() instanceof TableChange.CreateIndex index
                && index.definition().name() != null) {
            return "CREATE INDEX without IF NOT EXISTS is not idempotent";
        }
        if (s.change() instanceof TableChange.Create) {
            return "CREATE TABLE without IF NOT EXISTS is not idempotent";
        }
        if (s.change() instanceof ObjectChange.AddEnumValue) {
            return "ADD VALUE without IF NOT EXISTS is not idempotent";
        }
        return s.change() instanceof ObjectChange.Create create
                ? "CREATE " + create.object().kind().sql() + " that is not guarded is not idempotent"
                : null;
    }
}
