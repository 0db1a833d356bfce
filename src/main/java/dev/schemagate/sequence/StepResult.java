package dev.schemagate.sequence;

/**
 * What a step came to.
 *
 * @param detail one line for a person, such as "3 migrations, now at version 12"
 */
public record StepResult(Outcome outcome, String detail) {

    public enum Outcome {
        DONE,
        NOTHING_TO_DO,
        FAILED
    }

    public static StepResult done(String detail) {
        return new StepResult(Outcome.DONE, detail);
    }

    public static StepResult nothingToDo(String detail) {
        return new StepResult(Outcome.NOTHING_TO_DO, detail);
    }

    static StepResult failed(String detail) {
        return new StepResult(Outcome.FAILED, detail);
    }
}
