package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.sql.Identifiers;

/** {@code schema_gate.hotfix}: which statement ran, when, by whom. It is a record; the catalog alone says what is there. */
final class Ledger {

    /** A statement of a file's content. */
    record Entry(String file, int statement, String sha256) {

        static Entry of(Hotfix hotfix) {
            return new Entry(
                    hotfix.file().name(),
                    hotfix.statement().number(),
                    hotfix.file().sha256());
        }
    }

    private final String table;
    private final String pod;

    Ledger(String bookkeeping, String pod) {
        this.table = Identifiers.quote(bookkeeping) + ".hotfix";
        this.pod = pod;
    }

    /** Which of these have run before. */
    Set<Entry> ran(Connection session, List<Hotfix> hotfixes) throws SQLException {
        Set<Entry> ran = new HashSet<>();
        String sql = "SELECT DISTINCT file, statement, sha256 FROM " + table + " WHERE sha256 = ANY (?)";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            Object[] hashes =
                    hotfixes.stream().map(h -> h.file().sha256()).distinct().toArray();
            select.setArray(1, session.createArrayOf("text", hashes));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ran.add(new Entry(row.getString(1), row.getInt(2), row.getString(3)));
                }
            }
        }
        return ran;
    }

    /** In the transaction that made the change, whatever role that ran as. */
    void record(Connection session, Hotfix hotfix, Duration waited, Duration took) throws SQLException {
        String sql = "RESET ROLE; INSERT INTO " + table
                + " (file, statement, sha256, applied_by, lock_wait_ms, duration_ms) VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            insert.setString(1, hotfix.file().name());
            insert.setInt(2, hotfix.statement().number());
            insert.setString(3, hotfix.file().sha256());
            insert.setString(4, pod);
            insert.setLong(5, waited.toMillis());
            insert.setLong(6, took.toMillis());
            insert.execute();
        }
    }
}
