package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every key with its default and its sentence, read from the source of GateConfig: Javadoc is nowhere else. */
public final class ConfigurationKeys {

    public record Key(String name, String byDefault, String sentence) {}

    private static final Pattern MEMBER = Pattern.compile(
            "/\\*\\*(?<doc>.*?)\\*/\\s*(?:@WithName\\(\"(?<named>[^\"]*)\"\\)\\s*)?(?:@WithDefault\\((?<default>[^)]*)\\)\\s*)?(?<type>[\\w<>., ]+?) (?<name>\\w+)(?<rest>\\(\\);| \\{| = \"(?<value>[^\"]*)\";)"
                    + "|(?<plain>\\w+) (?<nested>\\w+)\\(\\);",
            Pattern.DOTALL);

    private ConfigurationKeys() {}

    public static List<Key> all() {
        String source = source();
        List<Key> keys = new ArrayList<>();
        Deque<String> prefix = new ArrayDeque<>(List.of("gate"));
        Matcher m = MEMBER.matcher(source);
        while (m.find()) {
            if (m.group("nested") != null) {
                continue;
            }
            if (m.group("type").equals("interface")) {
                prefix.clear();
                prefix.add("gate." + kebab(m.group("name")));
            } else if (m.group("rest").equals("();")) {
                keys.add(new Key(
                        prefix.peek() + "."
                                + (m.group("named") == null ? kebab(m.group("name")) : m.group("named"))
                                + (m.group("type").startsWith("Map<") ? ".*" : ""),
                        value(source, m.group("default")),
                        sentence(m.group("doc"))));
            }
        }
        return keys;
    }

    private static String value(String source, String written) {
        if (written == null) {
            return "";
        }
        if (written.startsWith("\"")) {
            return written.substring(1, written.length() - 1);
        }
        Matcher constant =
                Pattern.compile("String " + written + " = \"([^\"]*)\"").matcher(source);
        if (!constant.find()) {
            throw new IllegalStateException(written);
        }
        return constant.group(1);
    }

    private static String sentence(String doc) {
        return doc.replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
    }

    private static String kebab(String name) {
        String dashed = name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
        return dashed;
    }

    private static String source() {
        try {
            String file = Files.readString(Path.of("src/main/java/dev/schemagate/config/GateConfig.java"));
            String head = "public interface GateConfig {";
            return file.substring(file.indexOf(head) + head.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
