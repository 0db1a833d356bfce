package dev.schemagate.sequence;

/** One step between process start and readiness. A second run on the same database and files is a no-op. */
public interface Step {

    /** The name in bodies, metrics and logs. */
    String name();

    /**
     * Does the step.
     *
     * @throws dev.schemagate.error.GateException where it cannot; the sequence then starts over when that can help
     * @throws InterruptedException where the process was asked to stop; nothing is half-applied
     */
    StepResult run(Work work) throws InterruptedException;

    /**
     * Refuses, before any step applies anything, what this step would not be able or not be willing to do. Changes nothing
     * outside the bookkeeping schema.
     *
     * @throws dev.schemagate.error.GateException where it refuses
     */
    default void check(Work work) throws InterruptedException {}

    /** Changes whenever a file that the step reads changes; a failed sequence is tried again then. */
    default String inputs() {
        return "";
    }
}
