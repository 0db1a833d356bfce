package dev.schemagate.sequence;

/** One step between process start and readiness. A second pass on the same database and files is a no-op. */
public interface Step {

    /** The name in bodies, metrics and logs. */
    String name();

    /**
     * Looks at what is to be done and refuses, before any step of the pass applies anything, what this step is not able or not
     * willing to do. Changes nothing outside the bookkeeping schema.
     *
     * @return what is left to do
     * @throws dev.schemagate.error.GateException where it refuses
     */
    Prepared prepare(Pass pass) throws InterruptedException;

    /** Changes whenever a file that the step reads changes; the sequence runs again then. */
    default String inputs() {
        return "";
    }
}
