package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import dev.schemagate.migrate.MigrationPass;
import dev.schemagate.ownership.guard.GuardOverride;

/** Lets a session of Flyway's pass a guard, file by file. */
final class Permission {

    private final MigrationPass pass;
    private boolean given;

    Permission(MigrationPass pass) {
        this.pass = pass;
    }

    /** Before a file runs in that session. */
    void begin(Connection session, MigrationScript script) throws SQLException {
        end(session);
        Optional<String> why = pass.of(script);
        if (why.isPresent()) {
            GuardOverride.begin(session, why.get());
            given = true;
        }
    }

    void end(Connection session) throws SQLException {
        if (given) {
            GuardOverride.end(session);
            given = false;
        }
    }
}
