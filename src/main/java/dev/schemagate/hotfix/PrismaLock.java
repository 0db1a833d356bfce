package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.schemagate.prisma.PrismaLedger;

/** Prisma's migration lock: its engine holds it while it works, and waits about 10 s for it (prisma-engines, sql-schema-connector). */
final class PrismaLock {

    static final long KEY = PrismaLedger.LOCK;

    private PrismaLock() {}

    /** Takes it until the end of the transaction; false where Prisma is at work. */
    static boolean tryTake(Connection session) throws SQLException {
        return ask(session, "SELECT pg_try_advisory_xact_lock(" + KEY + ")");
    }

    /** Whether somebody has it. Never held during a concurrent index build: Prisma's waiter would deadlock with it. */
    static boolean isHeld(Connection session) throws SQLException {
        return ask(
                session,
                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = " + KEY
                        + " AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))");
    }

    private static boolean ask(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
