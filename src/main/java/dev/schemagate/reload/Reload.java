package dev.schemagate.reload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Transaction;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sql.Identifiers;

/**
 * Tells PostgREST to read the catalog again, when the exposed schemas are not what they were at the last notification.
 *
 * <p>The notification and the fingerprint it stands for are one transaction: a crash loses neither, or both.
 */
public final class Reload implements Step {

    private static final String RELOAD_SCHEMA = "reload schema";
    private static final String RELOAD_CONFIG = "reload config";

    private final GateConfig config;
    private final List<String> schemas;

    public Reload(GateConfig config) {
        this.config = config;
        this.schemas = config.reload().schemas().orElse(List.of(config.ownedSchema(), config.foreignSchema()));
    }

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public Prepared prepare(Pass pass) {
        return () -> run(pass);
    }

    private StepResult run(Pass pass) throws InterruptedException {
        try {
            return run(pass.session());
        } catch (SQLException e) {
            throw DatabaseException.during(
                    "notifying channel " + config.reload().channel(), e);
        }
    }

    private StepResult run(Connection session) throws SQLException, InterruptedException {
        String channel = config.reload().channel();
        Fingerprint fingerprint = Fingerprint.of(session, schemas, config.schema(), channel);
        if (!fingerprint.hasChanged() && config.reload().when() == GateConfig.When.CHANGED) {
            return StepResult.nothingToDo("the catalog is what it was at the last notification");
        }
        List<String> payloads = payloads(fingerprint);
        Optional<LoadProof> proof = config.reload().proofUrl().map(LoadProof::new);
        OptionalDouble loads = proof.map(LoadProof::loads).orElse(OptionalDouble.empty());
        Transaction.commit(session, () -> {
            record(session, channel, fingerprint.now());
            for (String payload : payloads) {
                notify(session, channel, payload);
            }
            return channel;
        });
        String done = "notified " + channel + ": " + String.join(", ", payloads);
        return StepResult.done(proof.isPresent() ? done + "; " + proof.get().await(loads) : done);
    }

    /** Where roles have other settings, PostgREST reads those first. */
    private List<String> payloads(Fingerprint fingerprint) {
        String payload = config.reload().payload();
        return fingerprint.settingsHaveChanged() && payload.equals(RELOAD_SCHEMA)
                ? List.of(RELOAD_CONFIG, payload)
                : List.of(payload);
    }

    private void record(Connection session, String channel, String fingerprint) throws SQLException {
        String sql = "INSERT INTO " + Identifiers.quote(config.schema())
                + ".reload (channel, fingerprint, notified_by) VALUES (?, ?, ?) ON CONFLICT (channel) DO UPDATE"
                + " SET fingerprint = EXCLUDED.fingerprint, notified_by = EXCLUDED.notified_by, notified_at = clock_timestamp()";
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setString(1, channel);
            statement.setString(2, fingerprint);
            statement.setString(3, PodIdentity.of(config).pod());
            statement.executeUpdate();
        }
    }

    private void notify(Connection session, String channel, String payload) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT pg_notify(?, ?)")) {
            statement.setString(1, channel);
            statement.setString(2, payload);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
            }
        }
    }
}
