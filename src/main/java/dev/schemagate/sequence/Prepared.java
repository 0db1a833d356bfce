package dev.schemagate.sequence;

/** What is left of a step when it has been prepared. Runs once, within the pass that it was prepared for. */
@FunctionalInterface
public interface Prepared {

    /**
     * Does the step.
     *
     * @throws dev.schemagate.error.GateException where it cannot; the sequence then starts over when that can help
     * @throws InterruptedException where the process was asked to stop; nothing is half-applied
     */
    StepResult run() throws InterruptedException;
}
