package dev.schemagate.migrate;

import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.sql.SourceRange;

/**
 * Why an engine would not, or shall not, run a file.
 *
 * @param message what is wrong, without the place
 * @param advice the one thing to do
 */
public record Refusal(ErrorCode code, String file, SourceRange place, String message, String advice) {

    private static final SourceRange BEGINNING = new SourceRange(0, 0, 1, 1);

    public static Refusal of(ErrorCode code, String file, String message, String advice) {
        return new Refusal(code, file, BEGINNING, message, advice);
    }

    /**
     * Refuses what cannot be run, before the engine does, whose words are about its own settings.
     *
     * @throws MigrationException with the code of the first refusal and the sentences of all
     */
    public static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw MigrationException.permanent(
                    refusals.get(0).code(),
                    refusals.stream().map(Refusal::describe).collect(Collectors.joining("; ")));
        }
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
