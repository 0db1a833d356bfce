package dev.schemagate.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Assumptions;

/** Prisma's own engine and parser, in a Node process. Where npm cannot fetch them the test is skipped, in words. */
public final class PrismaOracle implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SOURCE = Path.of("src/test/prisma");
    private static final Path FOLDER = Path.of("target/prisma-oracle");
    private static final Path INSTALLED = FOLDER.resolve("installed");
    private static final int MINUTE = 60;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private PrismaOracle(Process process) {
        this.process = process;
        this.questions = process.outputWriter();
        this.answers = process.inputReader();
    }

    public static PrismaOracle start() {
        try {
            Assumptions.assumeTrue(fetch(), "skipped: npm cannot fetch Prisma's engine, see src/test/prisma");
            return new PrismaOracle(new ProcessBuilder("node", "oracle.mjs")
                    .directory(FOLDER.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once for all processes of the tests: npm begins by emptying the folder. */
    private static synchronized boolean fetch() throws IOException {
        Files.createDirectories(FOLDER);
        try (FileChannel lock =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            return held.isValid() && (Files.exists(INSTALLED) || install());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean install() throws IOException, InterruptedException {
        for (String name : List.of("package.json", "package-lock.json", "oracle.mjs")) {
            Files.copy(SOURCE.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false;
        }
        boolean ended = npm.waitFor(MINUTE, TimeUnit.SECONDS);
        npm.destroyForcibly();
        if (ended && npm.exitValue() == 0) {
            Files.createFile(INSTALLED);
            return true;
        }
        return false;
    }

    /** An error of Prisma's parser; {@code line} from 1. */
    public record Complaint(int line, String text) {}

    public List<Complaint> lint(Map<String, String> files) {
        return Stream.of(ask("lint", "", files, Map.of()).get("errors"))
                .flatMap(errors -> {
                    Stream.Builder<Complaint> found = Stream.builder();
                    errors.forEach(e -> found.add(
                            new Complaint(e.get("line").asInt(), e.get("text").asText())));
                    return found.build();
                })
                .toList();
    }

    /** The whole schema as SQL. */
    public String create(TestDatabase database, String schema) {
        return ask("create", database.url(), Map.of("schema.prisma", schema), Map.of())
                .get("sql")
                .asText();
    }

    /** What would bring the database to the schema, as SQL without its comments. */
    public String diff(TestDatabase database, String schema) {
        return ask("diff", database.url(), Map.of("schema.prisma", schema), Map.of())
                .get("sql")
                .asText()
                .replaceAll("(?m)^-- .*$", "")
                .strip();
    }

    /** {@code migrate deploy}; the names of what it applied. */
    public JsonNode deploy(TestDatabase database, String schema, Map<String, String> migrations) {
        return ask("deploy", database.url(), Map.of("schema.prisma", schema), migrations);
    }

    /** {@code db push}; what it warned of, or the error. */
    public JsonNode push(TestDatabase database, String schema, boolean acceptDataLoss, boolean forceReset) {
        ObjectNode question = JSON.createObjectNode()
                .put("ask", "push")
                .put("url", database.url())
                .put("acceptDataLoss", acceptDataLoss)
                .put("forceReset", forceReset);
        return ask(question, Map.of("schema.prisma", schema), Map.of());
    }

    private JsonNode ask(String what, String url, Map<String, String> files, Map<String, String> migrations) {
        return ask(JSON.createObjectNode().put("ask", what).put("url", url), files, migrations);
    }

    private synchronized JsonNode ask(ObjectNode question, Map<String, String> files, Map<String, String> migrations) {
        pairs(question.putArray("files"), files);
        pairs(question.putArray("migrations"), migrations);
        try {
            questions.write(JSON.writeValueAsString(question));
            questions.newLine();
            questions.flush();
            String answer = CompletableFuture.supplyAsync(this::line)
                    .orTimeout(MINUTE, TimeUnit.SECONDS)
                    .join();
            JsonNode node = JSON.readTree(answer);
            boolean told =
                    List.of("deploy", "push").contains(question.get("ask").asText());
            if (node.has("error") && !told) {
                throw new IllegalStateException(node.get("error").asText());
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pairs(ArrayNode array, Map<String, String> texts) {
        texts.forEach((name, text) -> array.addArray().add(name).add(text));
    }

    private String line() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
