package dev.schemagate.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rules.Rules;
import dev.schemagate.policy.rules.TextRules;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.Statement;

/** The acknowledgements of one script, and what they settle. */
final class Acknowledgements {

    private final Script script;
    private final List<Acknowledgement> all;

    private Acknowledgements(Script script, List<Acknowledgement> all) {
        this.script = script;
        this.all = all;
    }

    static Acknowledgements of(Script script) {
        return new Acknowledgements(
                script,
                script.parsed().comments().stream()
                        .flatMap(comment -> Acknowledgement.of(comment).stream())
                        .toList());
    }

    /** What remains of the objections, with what there is against the acknowledgements themselves. */
    List<Finding> settle(List<Objection> objections) {
        Set<Objection> open = new LinkedHashSet<>(objections);
        List<Finding> findings = new ArrayList<>();
        for (Acknowledgement one : all) {
            Optional<Finding> wrong = wrong(one);
            if (wrong.isPresent()) {
                findings.add(wrong.orElseThrow());
            } else if (one.isRetirement()) {
                retirement(one, objections).ifPresent(findings::add);
            } else if (open.stream().anyMatch(objection -> covers(one, objection) && !objection.acknowledgeable())) {
                findings.add(finding(
                        TextRules.NOT_ALLOWED,
                        one,
                        "a reason does not help here: the gate rolls back what it cannot compare with the catalog"));
            } else if (!open.removeIf(objection -> covers(one, objection))) {
                findings.add(finding(TextRules.NEEDLESS, one, "this acknowledgement has no effect"));
            }
        }
        open.forEach(objection -> findings.add(contracted(objection)));
        return findings;
    }

    /** In a migration of ours, with the comment that declares what is taken away. */
    private Finding contracted(Objection objection) {
        Finding finding = objection.finding();
        boolean ours = script.kind() == ScriptKind.MIGRATION || script.kind() == ScriptKind.REPEATABLE;
        if (!ours
                || objection.rule().group() != RuleGroup.DESTRUCTIVE
                || objection.objects().isEmpty()
                || !(finding.fix() instanceof Fix.Advice advice)) {
            return finding;
        }
        String object =
                objection.objects().get(0).stream().map(QualifiedName::quote).collect(Collectors.joining("."));
        return finding.withFix(
                new Fix.Advice(advice.text() + "; when no release uses it any more, say so in a comment of this file:"
                        + " gate: contract " + object + " REASON"));
    }

    private Optional<Finding> retirement(Acknowledgement one, List<Objection> objections) {
        if (one.parts().size() < 2) {
            return Optional.of(finding(TextRules.NOT_ALLOWED, one, one.object() + " is not named with its schema"));
        }
        return objections.stream().anyMatch(objection -> objection.objects().contains(one.parts()))
                ? Optional.of(finding(
                        TextRules.NOT_ALLOWED,
                        one,
                        "retire announces what a later release removes, and this file removes it; write contract"))
                : Optional.empty();
    }

    private Optional<Finding> wrong(Acknowledgement one) {
        if (!one.isContract() && !one.isRetirement() && !one.verb().equals("allow")) {
            return Optional.of(
                    finding(TextRules.NOT_ALLOWED, one, "neither allow, contract nor retire: gate: " + one.verb()));
        }
        if (!one.hasReason()) {
            return Optional.of(finding(TextRules.REASON, one, TextRules.REASON.title()));
        }
        if (one.isContract() || one.isRetirement()) {
            return script.kind() == ScriptKind.HOTFIX
                    ? Optional.of(finding(TextRules.NOT_ALLOWED, one, "a hotfix cannot declare a contract"))
                    : Optional.empty();
        }
        Optional<Rule> rule =
                Rules.all().stream().filter(r -> r.is(one.object())).findFirst();
        if (rule.isEmpty()) {
            return Optional.of(finding(TextRules.NOT_ALLOWED, one, "there is no rule " + one.object()));
        }
        return rule.orElseThrow().group().acknowledgeable(script.kind())
                ? Optional.empty()
                : Optional.of(finding(
                        TextRules.NOT_ALLOWED,
                        one,
                        rule.orElseThrow().id() + " cannot be acknowledged in a "
                                + script.kind().label()));
    }

    private boolean covers(Acknowledgement one, Objection objection) {
        if (one.isContract()) {
            return objection.rule().group() == RuleGroup.DESTRUCTIVE
                    && !objection.objects().isEmpty()
                    && objection.objects().contains(one.parts());
        }
        return objection.rule().is(one.object())
                && script.parsed()
                        .allStatements()
                        .filter(statement -> precedes(one.range(), statement))
                        .anyMatch(statement -> statement.range().contains(objection.statement()));
    }

    /** Whether the comment has a line of its own, and only comments stand between it and the statement's line. */
    private boolean precedes(SourceRange comment, Statement statement) {
        String text = script.parsed().source().text();
        if (statement.range().offset() < comment.end()) {
            return false;
        }
        int lineStart = text.lastIndexOf('\n', comment.offset() - 1) + 1;
        boolean ownLine = text.substring(lineStart, comment.offset()).isBlank();
        String between = text.substring(comment.end(), statement.range().offset());
        return ownLine
                && between.strip()
                        .lines()
                        .allMatch(line -> line.isBlank() || line.strip().startsWith("--"))
                && statement.range().line() - comment.line()
                        == between.strip().lines().count() + 1;
    }

    private Finding finding(Rule rule, Acknowledgement one, String message) {
        return Finding.of(rule, script.name(), one.range(), message);
    }
}
