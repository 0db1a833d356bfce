package dev.schemagate.migrate.alembic.revisions;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A file as Python's {@code configparser} reads it: sections, continuation lines, {@code #} and {@code ;} at the beginning of a
 * line, {@code %(name)s} and {@code %%}. A comment behind a value belongs to the value.
 */
final class IniFile {

    private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
    private static final Pattern OPTION = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");
    private static final Pattern REFERENCE = Pattern.compile("%(?:%|\\(([^)]+)\\)s|)");
    private static final String DEFAULTS = "DEFAULT";
    private static final int MAX_DEPTH = 10;

    private final String name;
    private final Map<String, Map<String, Option>> sections = new LinkedHashMap<>();
    private final Map<String, String> given;

    private record Option(StringBuilder value, int line) {}

    /** @param given values that may be referred to and that the file need not have, such as {@code here} */
    private IniFile(String name, Map<String, String> given) {
        this.name = name;
        this.given = given;
    }

    /** @throws ProjectException where configparser would refuse the text */
    static IniFile read(String name, String text, Map<String, String> given) throws ProjectException {
        IniFile file = new IniFile(name, given);
        file.read(text);
        return file;
    }

    private void read(String text) throws ProjectException {
        Map<String, Option> section = null;
        Option option = null;
        int indent = 0;
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String value = lines[i].strip();
            if (value.startsWith("#") || value.startsWith(";")) {
                continue;
            }
            if (value.isEmpty()) {
                if (option != null) {
                    option.value().append('\n');
                }
                continue;
            }
            int spaces = lines[i].length() - lines[i].stripLeading().length();
            if (option != null && spaces > indent) {
                option.value().append('\n').append(value);
                continue;
            }
            indent = spaces;
            Matcher header = SECTION.matcher(value);
            if (header.matches()) {
                section = section(header.group(1), i + 1);
                option = null;
            } else if (section == null) {
                throw problem(i + 1, "a line before the first [section]: " + value);
            } else {
                option = option(section, value, i + 1);
            }
        }
    }

    private Map<String, Option> section(String header, int line) throws ProjectException {
        if (sections.containsKey(header) && !header.equals(DEFAULTS)) {
            throw problem(line, "section [" + header + "] is there twice");
        }
        return sections.computeIfAbsent(header, any -> new HashMap<>());
    }

    private Option option(Map<String, Option> section, String text, int line) throws ProjectException {
        Matcher option = OPTION.matcher(text);
        if (!option.matches() || option.group(1).isEmpty()) {
            throw problem(line, "neither a section nor name = value: " + text);
        }
        Option read = new Option(new StringBuilder(option.group(2)), line);
        Option other = section.put(option.group(1).toLowerCase(Locale.ROOT), read);
        if (other != null) {
            throw problem(line, option.group(1) + " is set already in line " + other.line());
        }
        return read;
    }

    boolean hasSection(String section) {
        return sections.containsKey(section);
    }

    /** The value with all references resolved; null where neither the section nor [DEFAULT] has it. */
    @Nullable
    String get(String section, String key) throws ProjectException {
        Option option = find(section, key);
        return option == null
                ? null
                : resolve(section, option.value().toString().stripTrailing(), option.line(), 0);
    }

    int line(String section, String key) {
        Option option = find(section, key);
        return option == null ? 1 : option.line();
    }

    private @Nullable Option find(String section, String key) {
        Option own = sections.getOrDefault(section, Map.of()).get(key);
        return own != null ? own : sections.getOrDefault(DEFAULTS, Map.of()).get(key);
    }

    private String resolve(String section, String raw, int line, int depth) throws ProjectException {
        if (depth > MAX_DEPTH) {
            throw problem(line, "references within references, more than " + MAX_DEPTH + " deep");
        }
        StringBuilder resolved = new StringBuilder();
        Matcher reference = REFERENCE.matcher(raw);
        int from = 0;
        while (reference.find()) {
            resolved.append(raw, from, reference.start());
            from = reference.end();
            if (reference.group().equals("%")) {
                throw problem(line, "a single % in '" + raw + "'; write %%");
            }
            resolved.append(reference.group(1) == null ? "%" : referred(section, reference.group(1), line, depth));
            if (resolved.length() > 1 << 16) {
                throw problem(line, "a value that references make endless");
            }
        }
        return resolved.append(raw.substring(from)).toString();
    }

    private String referred(String section, String reference, int line, int depth) throws ProjectException {
        String key = reference.toLowerCase(Locale.ROOT);
        Option option = find(section, key);
        if (option != null) {
            return resolve(section, option.value().toString().stripTrailing(), line, depth + 1);
        }
        String value = given.get(key);
        if (value == null) {
            throw problem(line, "%(" + reference + ")s refers to nothing");
        }
        return value;
    }

    ProjectException problem(int line, String message) {
        return new ProjectException(name, line, message);
    }
}
