package dev.schemagate.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.Quarkus;

import dev.schemagate.demo.GateClient.Answer;

/** What happens, in order, told from outside the gate. */
final class Story implements Runnable {

    private static final String TOKENS = "SELECT count(\"agent_id\") FROM \"LiteLLM_VerificationToken\"";
    private static final String SESSIONS = "SELECT count(s.\"session_id\") FROM \"LiteLLM_SpendLogs\" s";

    /** Whether the gate has applied the file; on a slow machine the quiet time may be over before. */
    private static final String APPLIED =
            "SELECT count(*) FROM pg_attribute WHERE attname = 'session_id' AND attrelid = '\"LiteLLM_SpendLogs\"'::regclass";

    private static final String HOTFIX =
            "ALTER TABLE public.\"LiteLLM_SpendLogs\" ADD COLUMN IF NOT EXISTS \"session_id\" text;\n";
    private static final long LOOK_MILLIS = 20;

    private final Timeline timeline;
    private final DemoDatabase database;
    private final DemoFolders folders;
    private final GateClient gate = new GateClient();

    Story(Timeline timeline, DemoDatabase database, DemoFolders folders) {
        this.timeline = timeline;
        this.database = database;
        this.folders = folders;
    }

    @Override
    public void run() {
        try {
            drift();
            opening();
            runtimeError();
            healing();
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drift() {
        timeline.say("app", "the new code asks: " + TOKENS);
        timeline.say("database", database.value(TOKENS));
    }

    private void opening() throws InterruptedException {
        await("/ready", 200);
        for (JsonNode step : gate.get("/status").body().path("steps")) {
            timeline.say(
                    "gate",
                    String.format(
                            "%-9s  %s (%s ms)",
                            step.path("step").asText(),
                            step.path("detail").asText(),
                            step.path("millis").asText()));
        }
        timeline.say("app", "the new code asks again: " + TOKENS);
        timeline.say("database", database.value(TOKENS) + " rows have one; no error");
    }

    private void runtimeError() throws InterruptedException {
        timeline.say("app", "serves, and meets what nobody thought of: " + SESSIONS);
        timeline.say("database", database.value(SESSIONS));
        await("/ready", 503);
        timeline.say("/status", "suggested hotfix: " + suggestion());
    }

    /** It is looked for after the gate has closed. */
    private String suggestion() throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            for (JsonNode error : gate.get("/status").body().at("/watch/errors")) {
                if (!error.path("suggestion").isNull()) {
                    return error.path("suggestion").asText();
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("/status suggests nothing");
    }

    private void healing() throws InterruptedException, IOException {
        Path file = folders.hotfixes().resolve("0004_spend_logs_session_id.sql");
        Files.writeString(file, HOTFIX);
        timeline.say("you", "know the type, and add the file to the folder: " + file.getFileName());
        while (!database.value(APPLIED).equals("1")) {
            Thread.sleep(100);
        }
        await("/ready", 200);
        timeline.say("app", "asks again: " + SESSIONS);
        timeline.say("database", database.value(SESSIONS) + " rows have one; no error");
        await("/verified", 200);
    }

    /** Tells every change of a probe until it answers {@code code}. */
    private void await(String path, int code) throws InterruptedException {
        String last = "";
        Answer answer;
        do {
            answer = gate.get(path);
            String now = answer.code() + " " + answer.state() + answer.reason();
            if (answer.code() != 0 && !now.equals(last)) {
                timeline.say(path, answer.code() + "  " + answer.state() + ": " + answer.reason());
                last = now;
            }
            Thread.sleep(LOOK_MILLIS);
        } while (answer.code() != code);
    }

    private void end() {
        if (Boolean.parseBoolean(System.getenv("DEMO_EXIT"))) {
            timeline.say("demo", "done");
            Quarkus.asyncExit(0);
            return;
        }
        timeline.say(
                "demo",
                "serving at " + GateClient.address() + " (/ready, /verified, /status, /metrics); hotfixes are in "
                        + DemoMain.display(folders.hotfixes()) + "; Ctrl-C ends it");
    }
}
