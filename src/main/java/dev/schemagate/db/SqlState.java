package dev.schemagate.db;

import java.sql.SQLException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** PostgreSQL's error codes that the gate acts on (PostgreSQL docs, appendix A). */
public final class SqlState {

    public static final String UNDEFINED_TABLE = "42P01";
    public static final String INVALID_SCHEMA = "3F000";
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    public static final String QUERY_CANCELED = "57014";
    public static final String READ_ONLY_TRANSACTION = "25006";
    public static final String TOO_MANY_CONNECTIONS = "53300";

    /** The driver's own, where it does not even try to log in: it was given no password, or the server speaks no TLS. */
    static final String REJECTED = "08004";

    private static final Set<String> NO_SERVICE =
            Set.of("57P01", "57P02", "57P03", "57P05", TOO_MANY_CONNECTIONS, "58000", "58030");
    private static final Set<String> CONFLICT = Set.of("40001", "40P01", "55006", LOCK_NOT_AVAILABLE);

    private SqlState() {}

    /** The first SQLSTATE in the chain of causes, or an empty string. */
    public static String of(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** The server is away, starting, stopping or full: class 08, and what it says on shutdown. */
    public static boolean isNoService(String state) {
        return state.startsWith("08") || NO_SERVICE.contains(state);
    }

    /**
     * Somebody else was in the way, and may be gone at the next try: locks, deadlocks. A cancelled statement is none of these: what
     * took too long would take as long again.
     */
    public static boolean isConflict(String state) {
        return CONFLICT.contains(state);
    }

    /** The server knows us and says no: class 28, or no such database. */
    public static boolean isLoginRefused(String state) {
        return state.startsWith("28") || state.equals("3D000");
    }
}
