package dev.schemagate.status;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.Wording;

/** What whoever is called at night reads: the verdict, what to do, and what happens by itself; as HTML and as text. */
@Singleton
class Page {

    /** {@code templates/page.html} and {@code templates/text.txt}. */
    @CheckedTemplate(basePath = "")
    static class Templates {

        private Templates() {}

        static native TemplateInstance page(Shown shown, String nonce, boolean reloads);

        static native TemplateInstance text(Shown shown);
    }

    private static final Set<String> SPEAK_FOR_THEMSELVES = Set.of("waiting", "applying", "verified");

    /** What both forms say. */
    record Shown(Excerpt excerpt, Advice advice, String outlook, Ages ages, String version) {

        public Status status() {
            return excerpt.status();
        }

        /** Whether the runbook has the code: of a state that speaks for itself the code is the state, or the step. */
        public boolean explained() {
            return !SPEAK_FOR_THEMSELVES.contains(status().state());
        }

        public String times(long count) {
            return Wording.times(count);
        }
    }

    /** An answer with its headers. */
    record Answer(String body, Map<String, String> headers) {}

    private final StatusView view;
    private final GateConfig config;
    private final Clock clock;
    private final String version;

    Page(
            StatusView view,
            GateConfig config,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.view = view;
        this.config = config;
        this.clock = clock;
        this.version = version;
    }

    /**
     * Nothing but its own style may be loaded or run, whatever a log line holds. The browser is asked to load it again while the gate
     * is not verified: by a header, which a link can leave out for whoever wants to read or copy.
     */
    Answer html(boolean still) {
        return html(view.now(), still);
    }

    Answer html(Status status, boolean still) {
        String nonce = UUID.randomUUID().toString();
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type",
                "text/html;charset=UTF-8",
                "Content-Security-Policy",
                "default-src 'none'; img-src data:; style-src 'nonce-" + nonce
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
        boolean reloads = !status.verified() && !still;
        if (reloads) {
            headers.put("Refresh", "5");
        }
        return new Answer(Templates.page(shown(status), nonce, reloads).render(), headers);
    }

    private Shown shown(Status status) {
        Instant now = clock.instant();
        Advice advice = Advice.of(status);
        String sql = Cut.whole(advice.sql());
        boolean left = sql == null && advice.sql() != null;
        return new Shown(
                Excerpt.of(status),
                new Advice(
                        Cut.sentences(advice.todo())
                                + (left ? " It is in /status, and too long or too odd for here." : ""),
                        sql,
                        sql == null ? null : advice.then()),
                Outlook.of(status, config, now),
                new Ages(now),
                version);
    }

    Answer text() {
        return text(view.now());
    }

    /** For a terminal, whose cursor and colours no log line moves. */
    Answer text(Status status) {
        return new Answer(Templates.text(shown(status)).render(), Map.of("Content-Type", "text/plain;charset=UTF-8"));
    }
}
