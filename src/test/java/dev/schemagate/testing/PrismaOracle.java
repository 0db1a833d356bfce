package dev.schemagate.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Prisma's own engine and parser, in a Node process. Where npm cannot fetch them the test is skipped, in words. */
public final class PrismaOracle implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 60;

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
            return new PrismaOracle(new ProcessBuilder("node", "oracle.mjs")
                    .directory(NodeProject.installed(Path.of("src/test/prisma")).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
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
