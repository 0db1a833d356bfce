package dev.schemagate.policy.rule;

import org.jspecify.annotations.Nullable;

/**
 * A rule of the policy.
 *
 * @param id stable, as in findings and acknowledgements
 * @param name stable, imperative: what to do
 * @param title what is wrong, as a finding says it
 * @param why what happens to people who do it
 * @param remedy what to do instead, without a full stop
 * @param check the judgement, a pure function; finds nothing for rules that judge no effect
 */
public record Rule(
        String id, String name, RuleGroup group, Level level, String title, String why, String remedy, Check check) {

    /** Judges one effect. */
    @FunctionalInterface
    public interface Check {
        /** What is wrong with the effect, as the finding's message; null where this rule has nothing against it. */
        @Nullable
        String judge(Subject subject);
    }

    /** A rule that judges something else than an effect: a text, an acknowledgement, a manifest. */
    public static Rule ofText(
            String id, String name, RuleGroup group, Level level, String title, String why, String remedy) {
        return new Rule(id, name, group, level, title, why, remedy, subject -> null);
    }

    /** Whether a reference in an acknowledgement means this rule. */
    public boolean is(String reference) {
        return id.equalsIgnoreCase(reference) || name.equalsIgnoreCase(reference);
    }
}
