package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program in a process of its own: the jar, or the native executable where one was built. */
public final class GateProcess implements AutoCloseable {

    static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final Path output;
    private final int port;

    private GateProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Starts {@code args} with {@code environment} and nothing of ours that the test's own environment may hold. */
    public static GateProcess start(Map<String, String> environment, String... args) {
        return start(LIMIT, environment, args);
    }

    /** As {@link #start(Map, String...)}; killed where it still runs after that time. */
    public static GateProcess start(Duration limit, Map<String, String> environment, String... args) {
        List<String> command =
                program(Arrays.stream(args).filter(a -> a.startsWith("-D")).toList());
        command.addAll(Arrays.stream(args).filter(a -> !a.startsWith("-D")).toList());
        return start(limit, command, environment);
    }

    /** The same of another build's {@code quarkus-run.jar}, which serves. */
    public static GateProcess serve(Path jar, Map<String, String> environment) {
        return start(
                LIMIT,
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()),
                environment);
    }

    private static GateProcess start(Duration limit, List<String> command, Map<String, String> environment) {
        try {
            int port = Ports.free();
            Path output = Files.createTempFile("gate", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GATE_") || name.endsWith("_URL"));
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.onExit()
                    .orTimeout(limit.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            return new GateProcess(process, output, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is the native executable. */
    public static boolean isNative() {
        String runner = System.getProperty("native.image.path");
        return runner != null && Files.isExecutable(Path.of(runner));
    }

    /** The command to start the program, with system properties where the program takes them. */
    public static List<String> program(List<String> properties) {
        List<String> command = new ArrayList<>();
        if (isNative()) {
            command.add(System.getProperty("native.image.path"));
            command.addAll(properties);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // Most processes live for seconds: compiled once and quickly they take half of the processor's time.
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            command.addAll(ClassArchive.options());
            command.addAll(properties);
            command.addAll(List.of("-jar", PROGRAM.toString()));
        }
        return command;
    }

    /** The status code of a path; -1 where nothing answers yet. */
    public int code(String path) {
        HttpResponse<String> response = get(path);
        return response == null ? -1 : response.statusCode();
    }

    /** The body of a path; empty where nothing answers yet. */
    public String body(String path) {
        HttpResponse<String> response = get(path);
        return response == null ? "" : response.body();
    }

    private HttpResponse<String> get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for the end. */
    public int exitCode() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
