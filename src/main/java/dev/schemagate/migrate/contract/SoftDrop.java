package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.WorkLock;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.watch.RefusedAccess;

/**
 * Withholds columns from everybody for a window, and gives them back at its end, and at once where the log shows that somebody was
 * refused one. The drop itself comes after that, with all privileges in place.
 */
final class SoftDrop {

    private static final Logger LOG = Logger.getLogger(SoftDrop.class);

    /** Held by the session that withholds, so that nobody else gives back meanwhile. */
    private static final long LOCK = WorkLock.KEY + 1;

    private final GateConfig config;
    private final ContractStore store;
    private final WithheldTables tables;

    /** @param self by what name this gate signs */
    SoftDrop(GateConfig config, ContractStore store, String self) {
        this.config = config;
        this.store = store;
        this.tables = new WithheldTables(config.schema(), config.migrate().role(), self);
    }

    /** Gives back what a gate that ended in the middle of it had withheld; leaves alone what one withholds now. */
    void giveBackLeft(Connection session) throws SQLException {
        if (tables.any(session) && tryLock(session)) {
            try {
                tables.giveBack(session);
                LOG.warn("columns that an earlier gate had withheld are given back");
            } finally {
                unlock(session);
            }
        }
    }

    /**
     * Returns when nobody was refused one of the columns for the whole window.
     *
     * @throws ContractException CT003 where somebody was, CT004 where it cannot be seen or not be done
     */
    void of(List<Contract> columns, Duration window, Pass pass) throws SQLException, InterruptedException {
        try (RefusedAccess log = new RefusedAccess(config, window)) {
            withhold(columns, window, pass, log);
        }
    }

    private void withhold(List<Contract> columns, Duration window, Pass pass, RefusedAccess log)
            throws SQLException, InterruptedException {
        Connection session = pass.session();
        refuseUnseen(log.begin(session));
        if (!tryLock(session)) {
            throw transientFailure("another gate withholds a column just now");
        }
        try {
            Instant begun = now(session);
            for (Map.Entry<QualifiedName, List<String>> table : byTable(columns).entrySet()) {
                tables.withhold(session, table.getKey(), table.getValue());
            }
            Instant until = now(session).plus(window);
            String names = columns.stream().map(Contract::name).collect(Collectors.joining(", "));
            LOG.infof("withheld columns=%s until=%s", names, until);
            while (!log.hasRead(until)) {
                pass.waitsFor("withholds " + names + " until " + until + ", to see who misses it");
                look(columns, log, begun, pass);
                pass.clock().sleep(config.watch().every());
            }
            LOG.infof("nobody was refused what was withheld columns=%s window_s=%d", names, window.toSeconds());
        } finally {
            giveBack(pass);
        }
    }

    private static Map<QualifiedName, List<String>> byTable(List<Contract> columns) {
        Map<QualifiedName, List<String>> tables = new LinkedHashMap<>();
        columns.forEach(contract -> tables.computeIfAbsent(contract.relation(), table -> new ArrayList<>())
                .add(contract.part(2)));
        return tables;
    }

    private void look(List<Contract> columns, RefusedAccess log, Instant begun, Pass pass) throws SQLException {
        Connection session = pass.session();
        Optional<String> blind = log.read(session);
        for (Contract contract : columns) {
            List<String> refused = log.refused(contract.relation().name(), begun);
            if (!refused.isEmpty()) {
                String who = String.join("; ", refused);
                store.refused(session, contract, who);
                throw new ContractException(
                        ErrorCode.CT003,
                        Retry.PERMANENT,
                        contract.place() + ": contract " + contract.name()
                                + ": while it was withheld it was refused to " + who);
            }
        }
        refuseUnseen(blind);
        if (pass.isLate()) {
            throw transientFailure("a column could not be withheld for the whole window before gate.sequence.deadline");
        }
        for (QualifiedName table : byTable(columns).keySet()) {
            tables.grantAdded(session, table);
        }
    }

    private static void refuseUnseen(Optional<String> blind) {
        blind.ifPresent(why -> {
            throw transientFailure(
                    "a column is withheld only where the log is sure to show who is refused it, and it is not: " + why);
        });
    }

    private static ContractException transientFailure(String why) {
        return new ContractException(ErrorCode.CT004, Retry.TRANSIENT, why);
    }

    /** By another session where this one is lost or its statement was cancelled; failing that, by the next start. */
    private void giveBack(Pass pass) throws SQLException {
        try {
            tables.giveBack(pass.session());
            unlock(pass.session());
        } catch (SQLException lost) {
            LOG.warnf("tries again to give a withheld column back reason=\"%s\"", lost.getMessage());
            try (Connection other = pass.database().open()) {
                tables.giveBack(other);
            }
        }
    }

    private static boolean tryLock(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void unlock(Connection session) throws SQLException {
        Database.execute(session, "SELECT pg_advisory_unlock(" + LOCK + ")");
    }

    private static Instant now(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }
}
