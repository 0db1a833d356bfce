package dev.schemagate.watch.record;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's {@code log_line_prefix} (PostgreSQL docs 20.8.3) as something that reads lines. */
public final class LinePrefix {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? [^\\s,;|\\]]+";

    /** Escapes whose value we want: the name of its field and its shape. */
    private static final Map<Character, String[]> WANTED = Map.of(
            'a', new String[] {"application_name", ".*?"},
            'u', new String[] {"user", ".*?"},
            'd', new String[] {"dbname", ".*?"},
            'r', new String[] {"from", "\\S*?(?:\\(\\d+\\))?"},
            'h', new String[] {"remote_host", "\\S*?"},
            'p', new String[] {"pid", "\\d+"},
            't', new String[] {"timestamp", TIME},
            'm', new String[] {"timestamp", TIME},
            'n', new String[] {"epoch", "\\d+(?:\\.\\d+)?"},
            'e', new String[] {"state_code", "[0-9A-Z]{5}"});

    private static final String LABEL = "(?<label>[^\\s:]{2,20}):  (?:(?<verbose>[0-9A-Z]{5}): )?(?<text>.*)";

    private final String prefix;
    private final Pattern pattern;
    private final Map<String, String> groups = new HashMap<>();
    private final boolean hasState;

    public LinePrefix(String prefix) {
        this.prefix = prefix;
        StringBuilder regex = new StringBuilder("^");
        boolean optional = false;
        boolean state = false;
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (c != '%' || i + 1 == prefix.length()) {
                regex.append(Pattern.quote(String.valueOf(c)));
                continue;
            }
            int padding = i + 1;
            while (padding < prefix.length() - 1
                    && (prefix.charAt(padding) == '-' || Character.isDigit(prefix.charAt(padding)))) {
                padding++;
            }
            boolean padded = padding > i + 1;
            i = padding;
            char escape = prefix.charAt(i);
            if (escape == '%') {
                regex.append('%');
            } else if (escape == 'q') {
                regex.append("(?:");
                optional = true;
            } else {
                regex.append(padded ? " *" : "").append(group(escape)).append(padded ? " *" : "");
                state |= escape == 'e';
            }
        }
        this.pattern = Pattern.compile(regex + (optional ? ")?" : "") + LABEL, Pattern.DOTALL);
        this.hasState = state;
    }

    private String group(char escape) {
        String[] wanted = WANTED.get(escape);
        if (wanted == null || groups.containsKey(wanted[0])) {
            return wanted == null ? ".*?" : "(?:" + wanted[1] + ")";
        }
        String name = "g" + groups.size();
        groups.put(wanted[0], name);
        return "(?<" + name + ">" + wanted[1] + ")";
    }

    /** Whether each line tells its SQLSTATE, whatever {@code log_error_verbosity} is. */
    public boolean hasState() {
        return hasState;
    }

    /** Whether a line tells its time; without it nothing can be said about log time. */
    public boolean hasTime() {
        return groups.containsKey("timestamp") || groups.containsKey("epoch");
    }

    /** The fields of a line, with its label and text; empty where it does not have this prefix. */
    Optional<Map<String, String>> read(String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        groups.forEach((field, group) -> {
            String value = matcher.group(group);
            if (value != null && !value.equals("[unknown]")) {
                fields.put(field, value.strip());
            }
        });
        fields.computeIfAbsent(
                "remote_host", f -> fields.getOrDefault("from", "").replaceFirst("\\(\\d+\\)$", ""));
        fields.put("label", matcher.group("label"));
        fields.put("text", matcher.group("text"));
        if (matcher.group("verbose") != null) {
            fields.put("state_code", matcher.group("verbose"));
        }
        return Optional.of(fields);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinePrefix that && that.prefix.equals(prefix);
    }

    @Override
    public int hashCode() {
        return prefix.hashCode();
    }
}
