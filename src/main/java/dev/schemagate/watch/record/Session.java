package dev.schemagate.watch.record;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who ran a statement, as one line of a log says it. A field that the line does not tell, or tells in a way that can be read as
 * two values, is absent; one that it tells to be empty is empty. So an absent field excludes nobody.
 */
public record Session(Map<Field, String> fields) {

    /** Nothing is known of it. */
    public static final Session UNTOLD = new Session(Map.of());

    /** What tells sessions apart. */
    public enum Field {
        APPLICATION_NAME("application name", "application_name", 'a'),
        PID("process id", "pid", 'p'),
        USER("user", "user", 'u'),
        DATABASE("database", "dbname", 'd'),
        ADDRESS("client address", "remote_host", 'h');

        private final String text;
        private final String key;
        private final char escape;

        Field(String text, String key, char escape) {
            this.text = text;
            this.key = key;
            this.escape = escape;
        }

        /** For people. */
        public String text() {
            return text;
        }

        /** The key that jsonlog has for it. */
        String key() {
            return key;
        }

        /** The escape of {@code log_line_prefix} for it. */
        String escape() {
            return "%" + escape;
        }
    }

    /** The log has the interface of a link-local address behind it, and the server's functions do not. */
    public Session {
        Map<Field, String> copy = new EnumMap<>(Field.class);
        copy.putAll(fields);
        copy.computeIfPresent(Field.ADDRESS, (field, address) -> address.replaceFirst("%.*", ""));
        fields = Map.copyOf(copy);
    }

    /**
     * Of values under the keys of jsonlog.
     *
     * @param complete whether a key that is not there says that the value is empty
     */
    static Session of(Map<String, String> values, boolean complete) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String value = values.getOrDefault(field.key, complete ? "" : null);
            if (value != null) {
                fields.put(field, value);
            }
        }
        return new Session(fields);
    }

    public @Nullable String get(Field field) {
        return fields.get(field);
    }

    /** The value; empty where it is not told. */
    public String shown(Field field) {
        return fields.getOrDefault(field, "");
    }

    /** Whether the value is told and is another one: {@code false} where that is not known. */
    public boolean excludes(Field field, String value) {
        String told = fields.get(field);
        return told != null && !told.equals(value);
    }

    /** The same as a log tells it whose {@code distrusted} fields are not to be believed. */
    public Session without(Set<Field> distrusted) {
        if (distrusted.isEmpty()) {
            return this;
        }
        Map<Field, String> rest = new EnumMap<>(Field.class);
        rest.putAll(fields);
        rest.keySet().removeAll(distrusted);
        return new Session(rest);
    }

    /** The fields that are told otherwise than {@code actual} has them. */
    public Set<Field> contradicting(Session actual) {
        Set<Field> fields = EnumSet.noneOf(Field.class);
        actual.fields.forEach((field, value) -> {
            if (excludes(field, value)) {
                fields.add(field);
            }
        });
        return fields;
    }
}
