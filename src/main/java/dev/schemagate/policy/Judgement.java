package dev.schemagate.policy;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.policy.rule.EarlierStatements;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rules.Provable;
import dev.schemagate.policy.rules.Rules;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.Statement;

/** Asks every rule about every effect of one script. */
final class Judgement {

    private final Script script;
    private final PolicyContext context;
    private final EarlierStatements history;
    private final List<Objection> objections = new ArrayList<>();
    private NameResolution names;

    Judgement(Script script, PolicyContext context, EarlierStatements history) {
        this.script = script;
        this.context = context;
        this.history = history;
        this.names = context.names(script.kind());
    }

    List<Objection> objections() {
        for (Statement statement : script.parsed().statements()) {
            if (!script.inTransaction() || statement.transactionMode() == Statement.TransactionMode.FORBIDDEN) {
                history.beginTransaction();
            }
            judge(statement, statement, true);
        }
        return objections;
    }

    private void judge(Statement top, Statement statement, boolean runsNow) {
        for (Effect effect : statement.effects()) {
            Subject subject = new Subject(script.kind(), top, statement, effect, runsNow, context, names, history);
            ask(subject);
            if (runsNow) {
                history.add(subject);
                names = names.after(effect.change());
            }
        }
        for (Statement inner : statement.body().statements()) {
            judge(top, inner, runsNow && statement.body().runsNow());
        }
    }

    /** The last rule only speaks where no other has: it asks whether the effect is allowed at all. */
    private void ask(Subject subject) {
        List<Rule> rules = Rules.judging();
        boolean objected = false;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean last = i == rules.size() - 1;
            if (!applies(rule, subject) || last && objected) {
                continue;
            }
            String message = rule.check().judge(subject);
            if (message != null) {
                objected |= rule.level() == Level.ERROR;
                objections.add(objection(rule, message, subject));
            }
        }
    }

    private boolean applies(Rule rule, Subject subject) {
        if (!rule.group().judges(script.kind())) {
            return false;
        }
        if (subject.change() instanceof Change.Unknown unknown && unknown.malformed()) {
            return true;
        }
        if (script.kind().isForeign() || context.ownedHasHistory()) {
            return subject.runsNow() || rule.group() == RuleGroup.DESTRUCTIVE || rule.group() == RuleGroup.OWNERSHIP;
        }
        return rule.group() == RuleGroup.OWNERSHIP;
    }

    private Objection objection(Rule rule, String message, Subject subject) {
        Statement statement = subject.statement();
        SourceRange range = statement.effects().size() == 1
                ? statement.range()
                : subject.effect().range();
        Finding finding =
                new Finding(rule.id(), rule.level(), script.name(), range, message, SafeForm.of(subject, rule));
        boolean acknowledgeable = !subject.isHotfix() || Provable.is(subject.change());
        return new Objection(rule, finding, statement.range(), subject.change(), Removed.by(subject), acknowledgeable);
    }
}
