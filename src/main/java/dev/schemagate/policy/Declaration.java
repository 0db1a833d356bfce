package dev.schemagate.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.schemagate.policy.rule.EarlierStatements;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnTypes;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SourceRange;

/**
 * A comment that declares a removal: {@code -- gate: contract OBJECT reason} in the file that removes it, or
 * {@code -- gate: retire OBJECT reason} in a file of the release that no longer uses it.
 *
 * @param object its full name, part by part
 * @param changes what the file does to it; none where it is only retired
 */
public record Declaration(List<String> object, String reason, String file, SourceRange range, List<Change> changes) {

    /** As a comment of SQL or of Python begins. */
    private static final Pattern IN_TEXT =
            Pattern.compile("(?i)(?:--|#)\\s*gate\\s*:\\s*(?:contract|retire)\\s+((?:\"[^\"]*\"|[^\\s\"])++)");

    /** The name as SQL would write it, which is what the bookkeeping calls the object. */
    public static String name(List<String> object) {
        return object.stream().map(QualifiedName::quote).collect(Collectors.joining("."));
    }

    public String name() {
        return name(object);
    }

    /** Whether the file only says that it is no longer used. */
    public boolean retires() {
        return changes.isEmpty();
    }

    /** The names of all objects that a text declares; takes it as it is, so that nothing has to be parsed. */
    public static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher comment = IN_TEXT.matcher(text);
        while (comment.find()) {
            names.add(name(Acknowledgement.parts(comment.group(1))));
        }
        return names;
    }

    /** Those of a migration that have a reason and, where they are contracts, remove something. */
    public static List<Declaration> of(Script script, PolicyContext context) {
        List<Acknowledgement> comments = script.parsed().comments().stream()
                .flatMap(comment -> Acknowledgement.of(comment).stream())
                .filter(comment -> (comment.isContract() || comment.isRetirement()) && comment.hasReason())
                .toList();
        if (comments.isEmpty()) {
            return List.of();
        }
        List<Objection> removals = new Judgement(
                        script, context.withOwnedHistory(true), new EarlierStatements(new ColumnTypes()))
                .objections().stream()
                        .filter(objection -> objection.rule().group() == RuleGroup.DESTRUCTIVE)
                        .toList();
        List<Declaration> declared = new ArrayList<>();
        for (Acknowledgement comment : comments) {
            List<Change> changes = comment.isRetirement()
                    ? List.of()
                    : removals.stream()
                            .filter(objection -> objection.objects().contains(comment.parts()))
                            .map(Objection::change)
                            .toList();
            if (comment.isRetirement() || !changes.isEmpty()) {
                declared.add(
                        new Declaration(comment.parts(), comment.reason(), script.name(), comment.range(), changes));
            }
        }
        return declared;
    }
}
