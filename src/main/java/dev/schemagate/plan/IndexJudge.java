package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

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
        if (wish.unique() && found.path("nullsNotDistinct").asBoolean() != wish.nullsNotDistinct()) {
            differences.add("treats NULL otherwise");
        }
        if (!found.path("method").asText().equals(wish.method())) {
            differences.add("is " + found.path("method").asText() + ", asked is " + wish.method());
        }
        keys(wish, found.path("keys"), differences);
        if (!Judge.texts(found.path("include")).equals(wish.include())) {
            differences.add("includes " + Judge.texts(found.path("include")) + ", asked is " + wish.include());
        }
        List<String> options = Judge.texts(found.path("options"));
        for (Map.Entry<String, String> option : wish.options().entrySet()) {
            if (!options.contains(option.getKey() + "=" + option.getValue())) {
                differences.add("lacks " + option.getKey() + "=" + option.getValue());
            }
        }
        String space = Judge.text(found.path("tablespace"));
        if (wish.tablespace() != null && space != null && !wish.tablespace().equals(space)) {
            differences.add("is in tablespace " + space);
        }
        String where = Judge.text(found.path("where"));
        if (!meaning.same(wish.where(), where, "", "", Judge.table(wish))) {
            differences.add("has the predicate " + where + ", asked is " + wish.where());
        }
        return differences;
    }

    private void keys(Wish.Index wish, JsonNode found, List<String> differences) {
        if (found.size() != wish.keys().size()) {
            differences.add(
                    "has " + found.size() + " keys, asked are " + wish.keys().size());
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            String difference = key(wish, wish.keys().get(i), found.path(i));
            if (!difference.isEmpty()) {
                differences.add("has another key " + (i + 1) + ": " + difference);
            }
        }
    }

    private String key(Wish.Index wish, Wish.Index.Key asked, JsonNode found) {
        if (asked.column() != null && !asked.column().equals(Judge.text(found.path("column")))) {
            return "column " + found.path("column").asText();
        }
        String expression = Judge.text(found.path("expression"));
        if (asked.column() == null && !meaning.same(asked.expression(), expression, "", "", Judge.table(wish))) {
            return "expression " + expression;
        }
        boolean sameClass = asked.operatorClass() == null
                ? found.path("usualClass").asBoolean()
                : asked.operatorClass().equals(found.path("class").asText());
        if (!sameClass) {
            return "operator class " + found.path("class").asText();
        }
        boolean sameCollation = asked.collation() == null
                ? found.path("usualCollation").asBoolean()
                : asked.collation().equals(Judge.text(found.path("collation")));
        if (!sameCollation) {
            return "collation " + found.path("collation").asText();
        }
        int option = (asked.descending() ? DESCENDING : 0) | (asked.nullsFirst() ? NULLS_FIRST : 0);
        return option == found.path("option").asInt() ? "" : "another order";
    }
}
