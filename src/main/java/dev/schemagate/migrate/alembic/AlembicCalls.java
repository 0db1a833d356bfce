package dev.schemagate.migrate.alembic;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.locks.Blockers;
import dev.schemagate.locks.BuildProgress;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.MigrationPath;
import dev.schemagate.migrate.alembic.child.Child;
import dev.schemagate.migrate.alembic.child.ChildEnvironment;
import dev.schemagate.migrate.alembic.child.ChildSessions;
import dev.schemagate.ownership.guard.GuardOverride;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Progress;

/** Calls Alembic, within the pass's deadline and with the limits of a migration on its sessions. */
final class AlembicCalls {

    private static final Logger LOG = Logger.getLogger(AlembicCalls.class);

    /** Half of the shortest wait for a lock that is of interest, so that who is in the way is seen before it is over. */
    private static final Duration LOOK = Duration.ofMillis(80);

    private static final int LONGEST_LINE = 4_000;
    private static final int LONGEST_SQL = 4_000_000;

    private final GateConfig config;
    private final Pass pass;
    private final AlembicCommand command;

    AlembicCalls(GateConfig config, Pass pass, AlembicCommand command) {
        this.config = config;
        this.pass = pass;
        this.command = command;
    }

    AlembicCommand command() {
        return command;
    }

    /** MG030, where the program is not there. */
    Optional<MigrationException> refusal() {
        boolean there = command.isThere(
                Path.of(config.alembic().directory()), System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return there ? Optional.empty() : Optional.of(notStarted("there is no such program on PATH or in that folder"));
    }

    private MigrationException notStarted(String why) {
        return MigrationException.permanent(
                ErrorCode.MG030,
                "gate.alembic.command (" + command + ") cannot be started in "
                        + config.alembic().directory() + ": " + why);
    }

    /**
     * How a call ended.
     *
     * @param late whether it was ended at the deadline
     * @param blockers whom its sessions waited for when last seen waiting
     */
    record Ended(int exitCode, boolean late, String blockers, Spoken said) {}

    /**
     * Runs the command to its end; what it says goes into the log.
     *
     * @param guard what its sessions tell a guard over the schema, so that they pass
     * @throws MigrationException MG030 where it cannot be started
     */
    Ended upgrade(Optional<String> guard) throws InterruptedException {
        Spoken said = new Spoken();
        Consumer<String> line = text -> LOG.infof("alembic says=\"%s\"", said.hear(text));
        return call(command.words(), guard, LONGEST_LINE, line, line, said);
    }

    /** Lets Alembic print the SQL of what is pending from that revision on; its log is only kept. */
    Ended print(List<String> offline, Consumer<String> sql) throws InterruptedException {
        Spoken said = new Spoken();
        return call(offline, Optional.empty(), LONGEST_SQL, sql, said::hear, said);
    }

    private Ended call(
            List<String> words,
            Optional<String> guard,
            int longest,
            Consumer<String> output,
            Consumer<String> errors,
            Spoken said)
            throws InterruptedException {
        ChildSessions sessions = new ChildSessions();
        Map<String, String> environment = ChildEnvironment.of(
                System.getenv(), pass.database().forChild(), sessions.name(), settings(pass.session(), guard));
        BuildProgress builds = new BuildProgress(pass, "alembic");
        String blockers = Blockers.NOBODY;
        try (Child child =
                new Child(words, Path.of(config.alembic().directory()), environment, longest, output, errors)) {
            try {
                while (!child.ends(LOOK)) {
                    if (pass.isLate()) {
                        child.stop(() -> ask(() -> sessions.cancel(pass.session())));
                        ask(() -> sessions.terminate(pass.session()));
                        return new Ended(child.exitCode(), true, blockers, said);
                    }
                    String now = blockers(sessions);
                    pass.waitsFor(
                            now.equals(Blockers.NOBODY) ? building(builds, sessions) : "Alembic waits for " + now);
                    blockers = now.equals(Blockers.NOBODY) ? blockers : now;
                }
                return new Ended(child.exitCode(), false, blockers, said);
            } catch (InterruptedException e) {
                child.kill();
                ask(() -> sessions.terminate(pass.session()));
                throw e;
            }
        } catch (IOException e) {
            throw notStarted(String.valueOf(e.getMessage()));
        }
    }

    private interface Question {
        void ask() throws SQLException;
    }

    /** What cannot be asked any more is over with the session that asks, or is found by the next gate at work. */
    private static void ask(Question question) {
        try {
            question.ask();
        } catch (SQLException | DatabaseException e) {
            LOG.warnf("could not reach Alembic's sessions reason=\"%s\"", e.getMessage());
        }
    }

    private String building(BuildProgress builds, ChildSessions sessions) {
        try {
            return builds.look(pass.session(), sessions.name())
                    .map(Progress::toString)
                    .orElse("");
        } catch (SQLException e) {
            return "";
        }
    }

    private String blockers(ChildSessions sessions) {
        try {
            return sessions.blockers(pass.session());
        } catch (SQLException e) {
            return Blockers.NOBODY;
        }
    }

    /** As those of Flyway's sessions: what unqualified names mean, how text is read, how long to wait, and who acts. */
    private Map<String, String> settings(Connection session, Optional<String> guard) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", path(session));
        settings.put("standard_conforming_strings", "on");
        settings.put(
                "lock_timeout", String.valueOf(config.migrate().lockTimeout().toMillis()));
        settings.put("client_connection_check_interval", "500");
        guard.ifPresent(why -> settings.put(GuardOverride.SETTING, why));
        config.migrate().role().ifPresent(role -> settings.put("role", role));
        return settings;
    }

    private String path(Connection session) {
        try (PreparedStatement select =
                        session.prepareStatement(MigrationPath.of(config).query());
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the schemas of extensions", e);
        }
    }
}
