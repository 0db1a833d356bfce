package dev.schemagate.sequence;

/**
 * What a step came to.
 *
 * @param detail one line for a person, such as "3 migrations, now at version 12"
 */
public record StepResult(Outcome outcome, String detail) {

    /** How a step ended; {@link #label} is its name in bodies. */
    public enum Outcome {
        DONE("done"),
        NOTHING_TO_DO("nothing to do"),
        FAILED("failed");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
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
