package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.QualifiedName;

/** Compares an index with the one that is asked for. */
final class IndexJudge {

    private static final int DESCENDING = 1;
    private static final int NULLS_FIRST = 2;

    private final Meaning meaning;

    IndexJudge(Meaning meaning) {
        this.meaning = meaning;
    }

    Finding judge(Wish.Index wish, Facts facts) {
        String name = "index " + new QualifiedName(wish.schema(), wish.name()).sql();
        JsonNode found = facts.found();
        if (!facts.exists()) {
            return Finding.missing(name + " does not exist");
        }
        String kind = found.path("kind").asText();
        if (!kind.equalsIgnoreCase("i")) {
            return Finding.conflict(name + ": the name is taken by a relation that is no index");
        }
        if (!found.path("here").asBoolean()) {
            return Finding.conflict(
                    name + " is an index of " + found.path("table").asText());
        }
        List<String> differences = differences(wish, found);
        if (!differences.isEmpty()) {
            return Finding.conflict(name + " " + String.join("; ", differences));
        }
        if (!found.path("valid").asBoolean() && !(kind.equals("I") && wish.only())) {
            return new Finding(Verdict.BROKEN, name + " is INVALID: a concurrent build did not finish", false);
        }
        return Finding.satisfied(name + " is there");
    }

    private List<String> differences(Wish.Index wish, JsonNode found) {
        List<String> differences = new ArrayList<>();
        if (found.path("unique").asBoolean() != wish.unique()) {
            differences.add(wish.unique() ? "is not unique" : "is unique");
        }
        if (found.path("nullsNotDistinct").asBoolean() != wish.nullsNotDistinct()) {
            differences.add("treats NULL otherwise");
        }
        if (!found.path("method").asText().equals(wish.method())) {
            differences.add("is " + found.path("method").asText() + ", asked is " + wish.method());
        }
        keys(wish, found.path("keys"), Judge.text(found.path("definition")), differences);
        if (!Judge.texts(found.path("include")).equals(wish.include())) {
            differences.add("includes " + Judge.texts(found.path("include")) + ", asked is " + wish.include());
        }
        differences.addAll(lacking(wish.options(), found.path("options")));
        String space = Judge.text(found.path("tablespace"));
        if (wish.tablespace() != null && space != null && !wish.tablespace().equals(space)) {
            differences.add("is in tablespace " + space);
        }
        String where = Judge.text(found.path("where"));
        if (!meaning.same(orTrue(wish.where()), orTrue(where), "", wish)) {
            differences.add("has the predicate " + where + ", asked is " + wish.where());
        }
        return differences;
    }

    /** The server drops a predicate that is constantly true. */
    private static String orTrue(@Nullable String predicate) {
        return predicate == null ? "true" : predicate;
    }

    /** The storage parameters that were asked for and are not set so; others may be. */
    static List<String> lacking(Map<String, String> asked, JsonNode found) {
        List<String> there = Judge.texts(found);
        return asked.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .filter(option -> !there.contains(option))
                .map("lacks "::concat)
                .toList();
    }

    private void keys(Wish.Index wish, JsonNode found, @Nullable String definition, List<String> differences) {
        if (found.size() != wish.keys().size()) {
            differences.add(
                    "has " + found.size() + " keys, asked are " + wish.keys().size());
            return;
        }
        List<Boolean> collated = IndexText.collated(definition, found);
        for (int i = 0; i < found.size(); i++) {
            String difference = key(wish, wish.keys().get(i), found.path(i), collated.get(i));
            if (!difference.isEmpty()) {
                differences.add("has another key " + (i + 1) + ": " + difference);
            }
        }
    }

    /** @param collated whether an expression is indexed under another collation than its own */
    private String key(Wish.Index wish, Wish.Index.Key asked, JsonNode found, boolean collated) {
        if (asked.column() != null && !asked.column().equals(Judge.text(found.path("column")))) {
            return "column " + found.path("column").asText();
        }
        String expression = Judge.text(found.path("expression"));
        String whole = expression + (asked.collateInside() == null ? "" : " COLLATE " + asked.collateInside());
        if (asked.column() == null && !meaning.same(asked.expression(), whole, "", wish)) {
            return "expression " + expression;
        }
        List<String> options = Judge.texts(found.path("classOptions"));
        if (!found.path("sameClass").asBoolean()
                || options.size() != asked.classOptions().size()
                || !lacking(asked.classOptions(), found.path("classOptions")).isEmpty()) {
            return "operator class " + found.path("class").asText();
        }
        if (!found.path("sameCollation").asBoolean() || asked.collation() == null && collated) {
            return "collation " + found.path("collation").asText();
        }
        int option = (asked.descending() ? DESCENDING : 0) | (asked.nullsFirst() ? NULLS_FIRST : 0);
        return option == found.path("option").asInt() ? "" : "another order";
    }
}
