package dev.schemagate.ownership.guard;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.schemagate.config.GateConfig;
import dev.schemagate.files.Resource;
import dev.schemagate.sql.Identifiers;

/**
 * The guard as SQL, for the schemas of one gate.
 *
 * @param guard the schema of its functions and tables, whose owner is whoever installs it
 * @param role the gate's login, which may read what the guard knows and write passes
 */
public record GuardScript(String owned, String foreign, String schema, String guard, String role) {

    /** Raised whenever {@code guard.sql} changes. */
    static final int VERSION = 1;

    static final String COMMENT = "Schema Gate guard, version ";

    public static GuardScript of(GateConfig config, String role) {
        return new GuardScript(
                config.ownedSchema(),
                config.foreignSchema(),
                config.schema(),
                Inspection.schemaOf(config.schema()),
                role);
    }

    /** All statements, for one transaction. Run again it changes what differs, and is never without a guard meanwhile. */
    public String sql() {
        return fill(Template.TEXT);
    }

    /** As {@link #sql}, for {@code psql}. */
    public String script() {
        return "BEGIN;\n\n" + sql() + "\nCOMMIT;\n";
    }

    /** What it makes and the shape of each, as {@link Parts} finds them in a database. */
    Map<String, String> parts() {
        Map<String, String> parts = new TreeMap<>();
        Template.FUNCTION
                .matcher(Template.TEXT)
                .results()
                .forEach(function -> parts.put(
                        plain(function.group(1).replace("FUNCTION", "function")),
                        md5(fill(function.group(2))) + " definer v search_path=pg_catalog, pg_temp"));
        Template.TRIGGER
                .matcher(Template.TEXT)
                .results()
                .forEach(trigger -> parts.put("event trigger " + trigger.group(1), shape(trigger)));
        parts.put("version", COMMENT + VERSION);
        return parts;
    }

    private String shape(MatchResult trigger) {
        String tags = trigger.group(3) == null
                ? ""
                : Arrays.stream(trigger.group(3).replace("'", "").split(",\\s*"))
                        .sorted()
                        .collect(Collectors.joining(", ", " for ", ""));
        return "on " + trigger.group(2) + ", enabled, calls " + plain(trigger.group(4)) + tags;
    }

    /** As a person would write the name, without quotes. */
    private String plain(String name) {
        return Resource.fill(name, Map.of("guard", guard, "schema", schema));
    }

    private String fill(String template) {
        Map<String, String> values = new HashMap<>();
        values.put("comment", Identifiers.literal(COMMENT + VERSION));
        values.put("role", Identifiers.quote(role));
        schema(values, "guard", guard, Kinds.sql(Kinds.GUARD));
        schema(values, "schema", schema, Kinds.sql(Kinds.BOOKKEEPING));
        schema(values, "owned", owned, Kinds.sql(Kinds.OWNED));
        schema(values, "foreign", foreign, Kinds.sql(Kinds.FOREIGN));
        return Resource.fill(template, values);
    }

    private static void schema(Map<String, String> values, String variable, String name, String kinds) {
        values.put(variable, Identifiers.quote(name));
        values.put(variable + "_name", Identifiers.literal(name));
        values.put(variable + "_literal", Identifiers.literal(Identifiers.quote(name)));
        values.put(variable + "_kinds", kinds);
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format("%032x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Read when it is first needed, which no start does where no guard is installed. */
    private static final class Template {
        static final String TEXT = Resource.text(GuardScript.class, "guard.sql");

        static final Pattern FUNCTION = Pattern.compile(
                "CREATE OR REPLACE (FUNCTION \\S+?)\\(.*?AS \\$guard\\$(.*?)\\$guard\\$", Pattern.DOTALL);

        static final Pattern TRIGGER = Pattern.compile(
                "CREATE EVENT TRIGGER (\\w+) ON (\\w+)\\s+(?:WHEN TAG IN \\(([^)]*)\\)\\s+)?EXECUTE FUNCTION (\\S+)\\(\\)");
    }
}
