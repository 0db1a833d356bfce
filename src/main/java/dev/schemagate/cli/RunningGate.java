package dev.schemagate.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import jakarta.enterprise.context.Dependent;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.schemagate.http.HttpGet;

/** The gate that runs on this machine or in this pod. */
@Dependent
class RunningGate {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    /**
     * What it answers.
     *
     * @throws IOException where none answers within two seconds
     */
    HttpGet.Answer get(String path) throws IOException {
        return HttpGet.of(at(path), PATIENCE);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
