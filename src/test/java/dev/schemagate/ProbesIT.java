package dev.schemagate;

import java.time.Duration;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.BeforeEach;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;

/** The same on the packaged program, which runs its sequence by itself. */
@QuarkusIntegrationTest
class ProbesIT extends ProbesTest {

    @Override
    @BeforeEach
    void becomeReady() {
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/ready").statusCode() == 200);
    }
}
