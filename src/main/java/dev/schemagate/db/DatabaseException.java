package dev.schemagate.db;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** What PostgreSQL, or the way to it, said no to. Carries the SQLSTATE; never the server's DETAIL, which holds row values. */
public final class DatabaseException extends GateException {

    /** What writes one row of a catalog, and gives up where somebody else has just done so (heapam.c). */
    private static final Set<String> CATALOG_WRITERS = Set.of("simple_heap_update", "simple_heap_delete");

    /** From the first quotation mark of any language to the last. */
    private static final Pattern QUOTED = Pattern.compile("[\"'«»„“”‹›].*[\"'«»„“”‹›]");

    private final String sqlState;

    DatabaseException(ErrorCode code, Retry retry, String message, String sqlState, @Nullable Throwable cause) {
        super(code, retry, message, cause);
        this.sqlState = sqlState;
    }

    /** A failed attempt to connect to {@code target}. */
    static DatabaseException connecting(ConnectionTarget target, SQLException failure) {
        String state = SqlState.of(failure);
        String text = text(failure);
        if (SqlState.isLoginRefused(state) || state.equals(SqlState.REJECTED) && text.contains("password")) {
            return new DatabaseException(
                    ErrorCode.DB002, Retry.PERMANENT, target + " refuses the login: " + text, state, failure);
        }
        if (state.equals(SqlState.TOO_MANY_CONNECTIONS)) {
            return new DatabaseException(
                    ErrorCode.DB013,
                    Retry.TRANSIENT,
                    "no connection to " + target + " is free: " + text,
                    state,
                    failure);
        }
        boolean permanent = state.startsWith("42") || state.equals("0A000");
        return new DatabaseException(
                ErrorCode.DB001,
                permanent ? Retry.PERMANENT : Retry.TRANSIENT,
                "cannot connect to " + target + ": " + unreachable(failure).orElse(text),
                state,
                failure);
    }

    /** What the driver hides behind "The connection attempt failed", and behind a failure of its TLS. */
    private static Optional<String> unreachable(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return Optional.of("the name " + cause.getMessage() + " does not resolve");
            }
            if (cause instanceof SocketTimeoutException) {
                return Optional.of("nothing answers there in time");
            }
        }
        return Optional.empty();
    }

    /** A failure of {@code what}, a clause such as "reading the catalog". */
    public static DatabaseException during(String what, SQLException failure) {
        String state = SqlState.of(failure);
        String message = what + " failed: " + text(failure) + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
        if (SqlState.isNoService(state)) {
            return new DatabaseException(ErrorCode.DB007, Retry.TRANSIENT, message, state, failure);
        }
        if (SqlState.isConflict(state)) {
            return new DatabaseException(ErrorCode.DB009, Retry.TRANSIENT, message, state, failure);
        }
        if (state.equals(SqlState.QUERY_CANCELED)) {
            return new DatabaseException(ErrorCode.DB012, Retry.TRANSIENT, message, state, failure);
        }
        if (state.equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
            return new DatabaseException(ErrorCode.DB006, Retry.PERMANENT, message, state, failure);
        }
        if (state.equals(SqlState.READ_ONLY_TRANSACTION)) {
            return new DatabaseException(ErrorCode.DB004, Retry.PERMANENT, message, state, failure);
        }
        return new DatabaseException(ErrorCode.DB008, Retry.PERMANENT, message, state, failure);
    }

    /** A state of the server that no statement has failed on yet. */
    public static DatabaseException of(ErrorCode code, Retry retry, String message) {
        return new DatabaseException(code, retry, message, "", null);
    }

    public String sqlState() {
        return sqlState;
    }

    /**
     * Whether another session changed the same catalog row at the same moment. PostgreSQL has no code of its own for that, so
     * the routine that noticed it tells, which is the same in every language.
     */
    public static boolean isCatalogRace(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException p ? p.getServerErrorMessage() : null;
        return server != null
                && "XX000".equals(server.getSQLState())
                && CATALOG_WRITERS.contains(String.valueOf(server.getRoutine()));
    }

    /** The server's primary message in one line, or the driver's; of a data exception (class 22) without the value that it quotes. */
    public static String text(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException p ? p.getServerErrorMessage() : null;
        String text = server != null && server.getMessage() != null ? server.getMessage() : failure.getMessage();
        if (text == null) {
            return failure.getClass().getSimpleName();
        }
        String line = text.strip().replaceAll("\\s+", " ");
        return SqlState.of(failure).startsWith("22") ? QUOTED.matcher(line).replaceAll("…") : line;
    }
}
