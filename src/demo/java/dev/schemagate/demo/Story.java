package dev.schemagate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.Quarkus;

import dev.schemagate.demo.GateClient.Answer;

/** What happens, in order, told from outside the gate. */
final class Story implements Runnable {

    private static final String TOKENS = "SELECT count(\"agent_id\") FROM \"LiteLLM_VerificationToken\"";
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
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drift() {
        timeline.say("app", "the new code asks: " + TOKENS);
        timeline.say("database", database.value(TOKENS));
    }

    private void opening() throws InterruptedException {
        String last = "";
        Answer answer;
        do {
            answer = gate.get("/ready");
            String now = answer.code() + " " + answer.state();
            if (answer.code() != 0 && !now.equals(last)) {
                timeline.say("/ready", answer.code() + "  " + answer.state() + ": " + answer.reason());
                last = now;
            }
            Thread.sleep(LOOK_MILLIS);
        } while (answer.code() != 200);
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
