package dev.schemagate.migrate.flyway;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.migrate.MigrationException;

/** Flyway's exceptions as ours: the file, the line and PostgreSQL's reason, in one sentence. */
final class FlywayFailures {

    /** What is wrong between a history and its files; every other difference is one of content. */
    private static final Map<CoreErrorCode, ErrorCode> DIFFERENCES = Map.of(
            CoreErrorCode.RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED, ErrorCode.MG011,
            CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, ErrorCode.MG013);

    private FlywayFailures() {}

    static GateException translate(FlywayException failure) {
        GateException ours = cause(failure, GateException.class);
        if (ours != null) {
            return ours;
        }
        SQLException sql = cause(failure, SQLException.class);
        String state = SqlState.of(failure);
        if (sql != null && SqlState.isNoService(state)) {
            return DatabaseException.during("a migration", sql);
        }
        Path file = file(failure);
        if (file != null) {
            Retry retry = SqlState.isConflict(state) ? Retry.TRANSIENT : Retry.PERMANENT;
            return new MigrationException(
                    ErrorCode.MG004, retry, place(failure, file) + ": " + reason(failure, sql), file, failure);
        }
        if (sql != null) {
            return DatabaseException.during("reading the migration history", sql);
        }
        return new MigrationException(ErrorCode.MG017, Retry.PERMANENT, text(failure), null, failure);
    }

    static MigrationException notEmpty(String schema) {
        return MigrationException.permanent(
                ErrorCode.MG012,
                "schema " + schema
                        + " has objects and no migration history; set gate.migrate.baseline-version to the version that it"
                        + " is at, and the files up to that version count as applied");
    }

    /** @param version the highest that is applied */
    static MigrationException invalid(ValidateResult result, String version) {
        List<ValidateOutput> invalid = result.invalidMigrations;
        if (invalid.isEmpty()) {
            return MigrationException.permanent(ErrorCode.MG017, firstLine(result.getAllErrorMessages()));
        }
        return MigrationException.permanent(
                code(invalid.get(0)),
                invalid.stream().map(one -> difference(one, version)).collect(Collectors.joining("; ")));
    }

    private static ErrorCode code(ValidateOutput one) {
        return one.errorDetails.errorCode instanceof CoreErrorCode code
                ? DIFFERENCES.getOrDefault(code, ErrorCode.MG003)
                : ErrorCode.MG003;
    }

    private static String difference(ValidateOutput one, String version) {
        String file = one.filepath == null || one.filepath.isEmpty() ? "version " + one.version : one.filepath;
        return switch (code(one)) {
            case MG011 ->
                file + ": version " + one.version + " is not applied, and " + version
                        + " is; rename it to a version above " + version + ", or set gate.migrate.out-of-order=true";
            case MG013 ->
                "version " + one.version + " (" + one.description
                        + ") is applied and has no file; mount the file as it was applied";
            default ->
                file + ": " + firstLine(one.errorDetails.errorMessage)
                        + "; restore the file as it was applied, and write the change as a new migration";
        };
    }

    private static String place(FlywayException failure, Path file) {
        FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
        int line = script == null ? 0 : script.getLineNumber();
        return line > 0 ? file + ":" + line : file.toString();
    }

    /** Of the migration or callback that was running; null where none was. */
    private static @Nullable Path file(FlywayException failure) {
        FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
        if (script != null
                && script.getResource() != null
                && !script.getResource().getFilename().isEmpty()) {
            return Path.of(script.getResource().getAbsolutePathOnDisk());
        }
        if (failure instanceof FlywayMigrateException migration) {
            String location = migration.getMigration().getPhysicalLocation();
            return Path.of(
                    location == null || location.isEmpty()
                            ? migration.getMigration().getScript()
                            : location);
        }
        return null;
    }

    private static String reason(FlywayException failure, @Nullable SQLException sql) {
        return sql == null ? text(failure) : DatabaseException.text(sql) + " (SQLSTATE " + SqlState.of(sql) + ")";
    }

    private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
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
