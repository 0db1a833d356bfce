package dev.schemagate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceRange;

/**
 * A comment by which a person takes responsibility: {@code -- gate: allow HF040 the table is empty} or
 * {@code -- gate: contract nemo.users.legacy_name unused since release 41}.
 *
 * @param verb {@code allow}, {@code contract} or {@code retire}; anything else is a mistake
 * @param object a rule's id or name, or the full name of what goes away
 */
record Acknowledgement(SourceRange range, String verb, String object, String reason) {

    private static final Pattern FORM =
            Pattern.compile("(?is)--\\s*gate\\s*:\\s*(\\S*)\\s*((?:\"[^\"]*\"|[^\\s\"])*+)");
    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")*+)\"|([^.\"]+)");

    static Optional<Acknowledgement> of(ParsedScript.Comment comment) {
        Matcher form = FORM.matcher(comment.text());
        return form.lookingAt()
                ? Optional.of(new Acknowledgement(
                        comment.range(),
                        form.group(1).toLowerCase(java.util.Locale.ROOT),
                        form.group(2),
                        comment.text().substring(form.end()).strip()))
                : Optional.empty();
    }

    boolean isContract() {
        return verb.equals("contract");
    }

    /** Whether it says that a release no longer uses what a later one removes. */
    boolean isRetirement() {
        return verb.equals("retire");
    }

    boolean hasReason() {
        return !object.isEmpty() && !reason.isEmpty();
    }

    /** The object's name, part by part, as SQL would read it. */
    List<String> parts() {
        return parts(object);
    }

    static List<String> parts(String object) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(object);
        while (part.find()) {
            parts.add(
                    part.group(1) != null
                            ? part.group(1).replace("\"\"", "\"")
                            : part.group(2).toLowerCase(java.util.Locale.ROOT));
        }
        return parts;
    }
}
