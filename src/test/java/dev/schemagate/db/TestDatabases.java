package dev.schemagate.db;

import java.util.Optional;

/** Databases for tests that never connect. */
public final class TestDatabases {

    private TestDatabases() {}

    public static Database unreachable() {
        return new Database(
                ConnectionString.parse("TEST", "postgresql://localhost:1/none"),
                new Password.Literal(Optional.empty()),
                10,
                Patience.NONE);
    }
}
