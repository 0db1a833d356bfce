package dev.schemagate;

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
        await().until(() -> get("/ready").statusCode() == 200);
    }
}
