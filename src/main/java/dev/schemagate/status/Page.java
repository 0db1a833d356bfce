package dev.schemagate.status;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.schemagate.config.GateConfig;

/** What whoever is called at night reads: the verdict, what to do, and what happens by itself; as HTML and as text. */
@Singleton
class Page {

    /** Control characters, and those that turn the direction of what follows. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}&&[^\\n]]|[\\u0080-\\u009F\\u202A-\\u202E\\u2066-\\u2069]");

    /** {@code templates/page.html} and {@code templates/text.txt}. */
    @CheckedTemplate(basePath = "")
    static class Templates {

        private Templates() {}

        static native TemplateInstance page(
                Status status, Advice advice, String version, String nonce, boolean reloads);

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
        String body = Templates.page(status, Advice.of(status, config), version, nonce, reloads)
                .render();
        return new Answer(body, headers);
    }

    Answer text() {
        return text(view.now());
    }

    /** For a terminal, whose cursor and colours no log line moves. */
    Answer text(Status status) {
        String body = Templates.text(status, Advice.of(status, config), version).render();
        return new Answer(
                UNPRINTABLE.matcher(body).replaceAll(" "), Map.of("Content-Type", "text/plain;charset=UTF-8"));
    }
}
