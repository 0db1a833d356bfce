package dev.schemagate.readiness;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GateStateTest {

    private static final Instant NOW = Instant.EPOCH;

    private static final List<GateState> STATES = List.of(
            new GateState.Waiting(NOW),
            new GateState.Applying("migrate", "", NOW),
            new GateState.Backoff("DB001", "away", NOW),
            new GateState.Failed("HF101", "conflict", NOW),
            new GateState.Probation("no-log-source", "ready", NOW),
            new GateState.Verified("clean", NOW),
            new GateState.Revoked("db-errors", "42703", NOW));

    @Test
    void names_are_a_contract_of_dashboards_and_do_not_follow_classes() {
        assertThat(STATES.stream().map(GateState::name))
                .containsExactly("waiting", "applying", "backoff", "failed", "probation", "verified", "revoked")
                .containsExactlyElementsOf(GateState.NAMES);
    }

    @Test
    void only_what_the_picture_shows_leads_from_one_state_to_another() {
        List<String> edges = STATES.stream()
                .flatMap(from -> STATES.stream()
                        .filter(from::mayBecome)
                        .filter(to -> !(from instanceof GateState.Unopened))
                        .map(to -> from.name() + " to " + to.name()))
                .toList();

        assertThat(edges)
                .containsExactly(
                        "probation to probation",
                        "probation to verified",
                        "probation to revoked",
                        "verified to probation",
                        "verified to revoked",
                        "revoked to probation",
                        "revoked to revoked");
        assertThat(STATES).filteredOn(GateState.Unopened.class::isInstance).allSatisfy(from -> assertThat(STATES)
                .filteredOn(from::mayBecome)
                .extracting(GateState::name)
                .containsExactly("applying", "backoff", "failed", "probation", "revoked"));
    }

    @Test
    void the_gate_refuses_any_other_transition() {
        Gate gate = new Gate(Clock.systemUTC());

        assertThatThrownBy(() -> gate.transition((state, now) -> new GateState.Verified("trust me", now)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no transition leads from waiting to verified");
        assertThat(gate.state()).isInstanceOf(GateState.Waiting.class);
    }
}
