package dev.schemagate.watch;

import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** The states a gate goes through, as the log makes it. */
@EveryVersion
class WatchTest extends WatchedDatabase {

    @Test
    void verifies_revokes_reopens_and_verifies_again() throws Exception {
        TestGate gate = gate("web-1");
        gate.watch.turn();
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);

            LoggingServer.fail(app, "SELECT t.agent_id FROM public.\"Token\" t WHERE id = 4711");
            turnUntil("revoked", gate);

            assertThat(gate.gate.state().reason())
                    .contains("42703")
                    .contains("agent_id")
                    .contains("web-1");
            assertThat(server.query(database, "SELECT ready::text FROM schema_gate.pod WHERE pod = 'web-1'"))
                    .isEqualTo("false");
            assertThat(gate.watch.revocations()).isEqualTo(1);
            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
            turnUntil("probation", gate);
            turnUntil("verified", gate);
        }
    }

    @Test
    void a_hotfix_that_is_mounted_later_heals() throws Exception {
        TestGate gate = gate("web-1");
        TestGate.Loop reconciling = gate.reconciling();
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "INSERT INTO public.\"Token\" (id, agent_id) VALUES (1, 'secret')");
            turnUntil("revoked", gate);
            WatchStatus.ErrorStatus error = gate.watch.status().errors().get(0);
            assertThat(error.suggestion())
                    .isEqualTo("ALTER TABLE \"public\".\"Token\" ADD COLUMN IF NOT EXISTS \"agent_id\" <type?>;");
            turnUntil("probation", gate);
            assertThat(gate.gate.state().reason()).contains("public.Token.agent_id");

            Files.writeString(
                    files.resolve("hotfixes/0001_agent.sql"), error.suggestion().replace("<type?>", "text") + "\n");
            soon().until(() -> {
                gate.watch.turn();
                return LoggingServer.fail(app, "SELECT agent_id FROM public.\"Token\" WHERE false")
                        .equals("00000");
            });
            turnUntil("verified", gate);
        } finally {
            reconciling.close();
        }
    }

    @Test
    void the_last_ready_pod_stays_open_where_it_is_to_be_kept() throws Exception {
        String[] settings = {
            "gate.watch.scope", "database", "gate.watch.last-replica", "keep", "gate.watch.quiet", "30s"
        };
        TestGate one = gate("web-1", settings);
        TestGate two = gate("web-2", settings);
        try (Connection app = server.connect(database, "shared")) {
            turnUntil("verified", one, two);
            turnUntil("verified", two, one);
            LoggingServer.fail(app, "SELECT nope");

            soon().until(() -> {
                one.watch.turn();
                two.watch.turn();
                return (is(one, "revoked") || is(two, "revoked")) && (is(one, "degraded") || is(two, "degraded"));
            });
            turnFor(Duration.ofSeconds(1), one, two);
            assertThat(List.of(one.gate.state().ready(), two.gate.state().ready()))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void only_reports_where_that_is_wanted() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT nope");
            turnUntil("errors-reported", gate);
            assertThat(gate.gate.state().ready()).isTrue();
        }
    }

    @Test
    void without_sources_nothing_is_watched() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.sources", "");
        gate.watch.turn();

        assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
        assertThat(gate.gate.state().ready()).isTrue();
    }
}
