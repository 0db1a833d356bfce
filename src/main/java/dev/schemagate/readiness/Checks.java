package dev.schemagate.readiness;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.smallrye.health.api.HealthGroup;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The four probes. Each reads the one state object and does no I/O. */
class Checks {

    /** Answers as long as the process does; a database that is away must not restart the pod. */
    @Produces
    @Singleton
    @Liveness
    HealthCheck live(Gate gate) {
        return () -> respond(gate.state(), true);
    }

    @Produces
    @Singleton
    @Startup
    HealthCheck started(Gate gate) {
        return () -> respond(gate.state(), gate.started());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready(Gate gate) {
        return () -> {
            GateState state = gate.state();
            return respond(state, state.ready());
        };
    }

    @Produces
    @Singleton
    @HealthGroup("verified")
    HealthCheck verified(Gate gate) {
        return () -> {
            GateState state = gate.state();
            return respond(state, state instanceof GateState.Verified);
        };
    }

    private static HealthCheckResponse respond(GateState state, boolean up) {
        return HealthCheckResponse.named("schema-gate")
                .status(up)
                .withData("state", state.name())
                .withData("code", state.code())
                .withData("reason", state.reason())
                .withData("since", state.since().toString())
                .build();
    }
}
