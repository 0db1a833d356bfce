package dev.schemagate.testing;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Gives a Quarkus test a database of its own on the run's PostgreSQL. */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("gate.database.url", PostgresServer.shared().newDatabase().url());
    }

    @Override
    public void stop() {
        // The server ends with the process, and its databases with it.
    }
}
