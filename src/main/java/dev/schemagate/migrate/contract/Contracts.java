package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.config.Settings;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.Retry;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.sequence.Pass;

/** Holds declared removals back until nobody is seen to use what they remove. Knows no engine: it is given scripts. */
public final class Contracts {

    private static final Logger LOG = Logger.getLogger(Contracts.class);

    /** A gate whose beats are missed for a moment may still guard a pod that serves. */
    private static final Duration LEAST_SILENCE = Duration.ofMinutes(1);

    private static final int BEATS = 3;

    /** Between two times that a column is withheld, where somebody missed it the first time. */
    private static final Duration PAUSE = Duration.ofHours(1);

    private final GateConfig config;
    private final Set<String> ledgers;
    private final ContractStore store;
    private final Optional<Duration> softDrop;
    private final SoftDrop withholding;

    /** @param ledgers the history tables of all engines */
    public Contracts(GateConfig config, Set<String> ledgers) {
        this.config = config;
        this.ledgers = ledgers;
        PodIdentity self = PodIdentity.of(config);
        this.store = new ContractStore(config.schema(), self.pod());
        this.softDrop = Settings.softDrop(config.contract());
        this.withholding = new SoftDrop(config, store, self.pod());
    }

    /** The contracts of scripts that are about to run. */
    public Pending pending(List<Script> scripts) {
        return Pending.of(
                scripts,
                PolicyContext.of(config.ownedSchema(), config.foreignSchema(), ledgers)
                        .withBookkeeping(config.schema()));
    }

    /**
     * Looks at what each waits for, and notes that it does where the login may write the gate's books.
     *
     * @throws DatabaseException where it cannot look
     */
    public List<Waiting> look(Connection session, Pending pending) {
        return look(session, pending, ContractStore.Access.WRITE);
    }

    /** As {@link #look}, and notes nothing. */
    public List<Waiting> preview(Connection session, Pending pending) {
        return look(session, pending, ContractStore.Access.READ);
    }

    private List<Waiting> look(Connection session, Pending pending, ContractStore.Access most) {
        if (pending.contracts().isEmpty()) {
            return List.of();
        }
        try {
            ContractStore.Access may = store.access(session);
            ContractStore.Access access = may.compareTo(most) < 0 ? may : most;
            List<Waiting> all = new ArrayList<>();
            for (Contract contract : pending.contracts()) {
                if (access == ContractStore.Access.WRITE) {
                    store.declare(session, contract);
                }
                all.add(look(session, contract, checks(pending, access)));
            }
            return all;
        } catch (SQLException e) {
            throw DatabaseException.during("looking for who uses what a contract removes", e);
        }
    }

    private static Waiting look(Connection session, Contract contract, List<ContractCheck> checks) throws SQLException {
        List<Waiting.Obstacle> obstacles = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ContractCheck check : checks) {
            ContractCheck.Sight sight = check.look(contract, session);
            sight.obstacles().forEach(user -> obstacles.add(new Waiting.Obstacle(check.code(), check.retry(), user)));
            notes.addAll(sight.notes());
        }
        obstacles.sort(Comparator.comparing(obstacle -> obstacle.retry() == Retry.TRANSIENT));
        return new Waiting(contract, obstacles, notes);
    }

    /** Without books nothing is known of pods and of earlier calls. */
    private List<ContractCheck> checks(Pending pending, ContractStore.Access access) {
        List<ContractCheck> checks =
                new ArrayList<>(List.of(new Dependents(pending), new Bodies(pending, config.schema())));
        if (access != ContractStore.Access.NONE) {
            Duration beats = config.podHeartbeat().multipliedBy(BEATS);
            checks.add(new OlderPods(
                    PodIdentity.of(config),
                    config.schema(),
                    beats.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : beats));
        }
        checks.add(new LastStatements());
        if (access != ContractStore.Access.NONE) {
            boolean writes = access == ContractStore.Access.WRITE;
            Duration quiet = config.contract().quiet();
            checks.add(new ObservedCalls(store, writes, quiet));
            if (softDrop.isPresent()) {
                checks.add(new EarlierRefusal(store, quiet.compareTo(PAUSE) < 0 ? PAUSE : quiet));
            }
        }
        return checks;
    }

    /** @throws ContractException with all that is in the way, where anything is; permanent where not all of it goes by itself */
    public void refuse(Connection session, Pending pending) {
        List<Waiting> waiting = look(session, pending);
        waiting.forEach(one -> one.notes()
                .forEach(note ->
                        LOG.infof("contract=%s note=\"%s\"", one.contract().name(), note)));
        List<Waiting.Obstacle> obstacles =
                waiting.stream().flatMap(one -> one.obstacles().stream()).toList();
        if (!obstacles.isEmpty()) {
            Waiting.Obstacle worst = obstacles.stream()
                    .filter(obstacle -> obstacle.retry() == Retry.PERMANENT)
                    .findFirst()
                    .orElse(obstacles.get(0));
            throw new ContractException(
                    worst.code(),
                    worst.retry(),
                    waiting.stream()
                            .filter(one -> !one.isFree())
                            .map(Waiting::describe)
                            .collect(Collectors.joining("; ")));
        }
    }

    /** Gives back what a gate that was killed had withheld. */
    public void giveBackLeft(Connection session) {
        try {
            withholding.giveBackLeft(session);
        } catch (SQLException e) {
            throw DatabaseException.during("giving back a withheld column", e);
        }
    }

    /**
     * Where {@code gate.contract.soft-drop} is set, withholds the columns that are about to be dropped for its window.
     *
     * @throws ContractException CT003 where somebody was refused one, CT004 where it cannot be done
     */
    public void withhold(Pass pass, Pending pending) throws InterruptedException {
        List<Contract> columns = pending.contracts().stream()
                .filter(contract -> contract.kind() == Contract.Kind.COLUMN && contract.dropped())
                .toList();
        if (softDrop.isEmpty() || columns.isEmpty()) {
            return;
        }
        try {
            withholding.of(columns, softDrop.get(), pass);
        } catch (SQLException e) {
            throw DatabaseException.during("withholding a column", e);
        }
    }

    /** The contracts that were carried out, the latest first. */
    public List<Done> done(Connection session) {
        try {
            return store.access(session) == ContractStore.Access.NONE ? List.of() : store.done(session);
        } catch (SQLException e) {
            throw DatabaseException.during("reading which contracts are done", e);
        }
    }

    /** They have run. */
    public void done(Connection session, Pending pending) {
        try {
            store.done(session, pending.contracts());
        } catch (SQLException e) {
            throw DatabaseException.during("noting that a contract is done", e);
        }
    }
}
