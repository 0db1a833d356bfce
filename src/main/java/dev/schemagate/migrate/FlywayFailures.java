package dev.schemagate.migrate;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** Flyway's exceptions as ours: the file, the line and PostgreSQL's reason, in one sentence. */
final class FlywayFailures {

    private FlywayFailures() {}

    static GateException translate(FlywayException failure) {
        SQLException sql = sqlCause(failure);
        String state = SqlState.of(failure);
        if (sql != null && SqlState.isNoService(state)) {
            return DatabaseException.during("a migration", sql);
        }
        if (failure instanceof FlywayMigrateException migration) {
            Retry retry = SqlState.isConflict(state) ? Retry.TRANSIENT : Retry.PERMANENT;
            return new MigrationException(
                    ErrorCode.MG004,
                    retry,
                    place(migration) + ": " + reason(failure, sql),
                    Path.of(file(migration)),
                    failure);
        }
        if (sql != null) {
            return DatabaseException.during("reading the migration history", sql);
        }
        // Only names are read before a statement runs, so whatever else Flyway refuses is about names.
        return new MigrationException(ErrorCode.MG005, Retry.PERMANENT, text(failure), null, failure);
    }

    static MigrationException invalid(ValidateResult result) {
        String differences = result.invalidMigrations.stream()
                .map(one -> (one.filepath == null || one.filepath.isEmpty() ? "version " + one.version : one.filepath)
                        + ": " + firstLine(one.errorDetails.errorMessage))
                .collect(Collectors.joining("; "));
        String text = differences.isEmpty() ? firstLine(result.getAllErrorMessages()) : differences;
        return MigrationException.permanent(ErrorCode.MG003, text + "; restore the files as they were applied");
    }

    private static String place(FlywayMigrateException migration) {
        String file = file(migration);
        return migration.getLineNumber() > 0 ? file + ":" + migration.getLineNumber() : file;
    }

    private static String file(FlywayMigrateException migration) {
        String file = migration.getAbsolutePathOnDisk();
        return file != null ? file : migration.getMigration().getScript();
    }

    private static String reason(FlywayException failure, @Nullable SQLException sql) {
        return sql == null ? text(failure) : DatabaseException.text(sql) + " (SQLSTATE " + SqlState.of(sql) + ")";
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static String text(FlywayException failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage().strip().replaceAll("\\s+", " ");
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("").strip();
    }
}
