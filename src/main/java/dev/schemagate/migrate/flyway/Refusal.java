package dev.schemagate.migrate.flyway;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.sql.SourceRange;

/**
 * Why Flyway would not, or shall not, run a file.
 *
 * @param message what is wrong, without the place
 * @param advice the one thing to do
 */
public record Refusal(ErrorCode code, String file, SourceRange place, String message, String advice) {

    private static final SourceRange BEGINNING = new SourceRange(0, 0, 1, 1);

    static Refusal of(ErrorCode code, String file, String message, String advice) {
        return new Refusal(code, file, BEGINNING, message, advice);
    }

    /** As one finding among those of the policy. */
    public Finding finding() {
        String sentence = Character.toUpperCase(advice.charAt(0)) + advice.substring(1);
        return Finding.of(code, file, place, message).withFix(new Fix.Advice(sentence));
    }

    /** In one sentence. */
    public String describe() {
        String at = place.equals(BEGINNING) ? "" : ":" + place.line() + ":" + place.column();
        return file + at + ": " + message + "; " + advice;
    }
}
