package dev.schemagate.status;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;

/** The fourth probe beside {@code /live}, {@code /started} and {@code /ready}, for deploy pipelines; its body has their shape. */
@Path("/verified")
public class VerifiedResource {

    private final SmallRyeHealthReporter health;

    VerifiedResource(SmallRyeHealthReporter health) {
        this.health = health;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response verified() {
        SmallRyeHealth verified = health.getHealthGroup("verified");
        return Response.status(verified.isDown() ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.OK)
                .entity(verified.getPayload().toString())
                .build();
    }
}
