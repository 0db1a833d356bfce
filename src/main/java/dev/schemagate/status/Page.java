package dev.schemagate.status;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.schemagate.config.GateConfig;

/** What whoever is called at night reads: the verdict, what to do, and what happens by itself; as HTML and as text. */
@Singleton
class Page {

    /** {@code templates/page.html} and {@code templates/text.txt}. */
    @CheckedTemplate(basePath = "")
    static class Templates {

        private Templates() {}

        static native TemplateInstance page(Status status, Advice advice, String version, String nonce);

        static native TemplateInstance text(Status status, Advice advice, String version);
    }

    /** An answer with its headers. */
    record Answer(String body, Map<String, String> headers) {}

    private final StatusView view;
    private final GateConfig config;
    private final String version;

    Page(StatusView view, GateConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.view = view;
        this.config = config;
        this.version = version;
    }

    /** Nothing but its own style may be loaded or run, whatever a log line holds. */
    Answer html() {
        Status status = view.now();
        String nonce = UUID.randomUUID().toString();
        String policy = "default-src 'none'; img-src data:; style-src 'nonce-" + nonce
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new Answer(
                Templates.page(status, Advice.of(status, config), version, nonce)
                        .render(),
                Map.of(
                        "Content-Type", "text/html;charset=UTF-8",
                        "Content-Security-Policy", policy,
                        "X-Content-Type-Options", "nosniff",
                        "Referrer-Policy", "no-referrer",
                        "Cache-Control", "no-store"));
    }

    Answer text() {
        Status status = view.now();
        return new Answer(
                Templates.text(status, Advice.of(status, config), version).render(),
                Map.of("Content-Type", "text/plain;charset=UTF-8", "Cache-Control", "no-store"));
    }
}
