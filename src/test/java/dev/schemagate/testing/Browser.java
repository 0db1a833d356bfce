package dev.schemagate.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The machine's Chromium, driven by {@code src/test/browser/page.mjs}; where one of both is not to be had the test is skipped, in words. */
public final class Browser {

    private static final long LIMIT_SECONDS = 240;
    private static final Path SCRIPT = Path.of("src/test/browser");

    private Browser() {}

    /** A picture to take of a page, in CSS pixels. */
    public record Picture(String url, boolean dark, int width, int height) {}

    /**
     * What was seen.
     *
     * @param looks how many pages, in how many schemes and widths
     * @param problems one text each
     */
    public record Seen(int looks, List<String> problems) {}

    private record Question(String chromium, List<String> pages, Map<String, Picture> pictures) {}

    /** @param pictures by absolute path */
    public static Seen look(List<String> pages, Map<String, Picture> pictures)
            throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        Tool chromium = Tool.named("chromium", "apt-get install chromium");
        Path folder = NodeProject.installed(SCRIPT);
        Path question = Files.createTempFile("browser", ".json");
        Path answer = Files.createTempFile("browser", ".json");
        json.writeValue(question.toFile(), new Question(chromium.program().toString(), pages, pictures));
        Process node = new ProcessBuilder("node", "page.mjs")
                .directory(folder.toFile())
                .redirectInput(question.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!node.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly().waitFor();
            throw new IllegalStateException("the browser did not end in " + LIMIT_SECONDS + " s");
        }
        return json.readValue(answer.toFile(), Seen.class);
    }
}
