package dev.schemagate.testing;

import java.util.Map;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a Quarkus test a database of its own on the run's PostgreSQL, and no meters of an application that a test before it ran in the
 * same process: Micrometer's registry is the process's, and a meter that is there is not registered again.
 */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Metrics.globalRegistry.clear();
        return Map.of("gate.database.url", PostgresServer.shared().newDatabase().url());
    }

    @Override
    public void stop() {
        // The server ends with the process, and its databases with it.
    }
}
