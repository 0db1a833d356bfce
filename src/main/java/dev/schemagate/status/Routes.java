package dev.schemagate.status;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What is answered over HTTP beside the probes and the metrics that extensions bring: the page, {@code /status}, and {@code /verified}, the fourth
 * probe beside {@code /live}, {@code /started} and {@code /ready}, for deploy pipelines, whose body has their shape.
 */
class Routes {

    private static final Set<HttpMethod> ASKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** But after the headers of every answer. */
    private static final int BEFORE_ALL = -1;

    /** What the answers are made of is looked up by the first request: a verb without a port asks for none of it. */
    void register(
            @Observes Router router,
            Instance<StatusView> status,
            Instance<Page> page,
            Instance<ObjectMapper> json,
            Instance<SmallRyeHealthReporter> health) {
        router.route().order(BEFORE_ALL).handler(Routes::onlyAsking);
        router.get("/").blockingHandler(request -> page(request, page.get()));
        router.get("/status").blockingHandler(request -> status(request, status.get(), json.get()));
        router.get("/verified").blockingHandler(request -> verified(request, health.get()));
    }

    /** The probes of the extension would answer any method. */
    private static void onlyAsking(RoutingContext request) {
        if (ASKING.contains(request.request().method())) {
            request.next();
        } else {
            request.response()
                    .putHeader("Allow", "GET, HEAD")
                    .setStatusCode(405)
                    .end();
        }
    }

    /** A browser asks for HTML by name; whoever does not, such as curl, gets text. */
    private static void page(RoutingContext request, Page page) {
        String accept = request.request().getHeader("Accept");
        Page.Answer answer = accept != null && accept.contains("text/html")
                ? page.html(request.request().getParam("still") != null)
                : page.text();
        answer.headers().forEach(request.response()::putHeader);
        request.response().end(answer.body());
    }

    private static void status(RoutingContext request, StatusView status, ObjectMapper json) {
        try {
            answer(request, 200, json.writeValueAsString(status.now()));
        } catch (JsonProcessingException e) {
            request.fail(e);
        }
    }

    private static void verified(RoutingContext request, SmallRyeHealthReporter health) {
        SmallRyeHealth verified = health.getHealthGroup("verified");
        answer(request, verified.isDown() ? 503 : 200, verified.getPayload().toString());
    }

    private static void answer(RoutingContext request, int code, String body) {
        HttpServerResponse response = request.response();
        response.setStatusCode(code)
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .end(body);
    }
}
