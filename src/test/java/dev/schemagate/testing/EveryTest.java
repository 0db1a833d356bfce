package dev.schemagate.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * What holds for every test: it may wait for a state for as long as a busy machine needs, and what its class made on the shared
 * server is dropped once the class has ended, so that of a thousand databases a run holds a few at a time.
 */
public final class EveryTest implements TestExecutionListener {

    private static volatile @Nullable PostgresServer server;

    /** The server that databases are made on. */
    static void on(PostgresServer shared) {
        server = shared;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean outermost = test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> !((ClassSource) source).getClassName().contains("$"))
                .orElse(false);
        PostgresServer shared = server;
        if (outermost && shared != null) {
            shared.dropUnused();
        }
    }
}
