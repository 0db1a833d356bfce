package dev.schemagate.sql;

import java.util.Locale;

/** PostgreSQL's table-level lock modes, weakest first. */
public enum LockMode {
    NONE,
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** The stronger of the two. */
    public LockMode stronger(LockMode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Whether INSERT, UPDATE and DELETE of others wait. */
    public boolean blocksWrites() {
        return compareTo(SHARE) >= 0;
    }

    /** Whether even SELECT of others waits. */
    public boolean blocksReads() {
        return this == ACCESS_EXCLUSIVE;
    }

    /** As SQL spells it, such as {@code ACCESS EXCLUSIVE}; {@code none} for no lock. */
    public String sql() {
        return this == NONE ? "none" : name().replace('_', ' ').toUpperCase(Locale.ROOT);
    }
}
