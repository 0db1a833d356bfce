package dev.schemagate.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** An embedded PostgreSQL that writes its error log as JSON, with LiteLLM's tables in it. It ends with the process. */
final class DemoDatabase {

    private final EmbeddedPostgres postgres;

    private DemoDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static DemoDatabase start(Timeline timeline) throws IOException {
        timeline.say("demo", "starting a PostgreSQL of its own");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_destination", "jsonlog")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
        DemoDatabase database = new DemoDatabase(postgres);
        database.execute(new String(DemoFolders.resource("/litellm.sql"), StandardCharsets.UTF_8));
        timeline.say(
                "demo",
                "PostgreSQL " + database.value("SHOW server_version")
                        + " is up, with LiteLLM's tables as the last version left them");
        return database;
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop: " + e.getMessage());
        }
    }

    String url() {
        return "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
    }

    void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String value(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            return "ERROR: " + e.getMessage().lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
        }
    }
}
