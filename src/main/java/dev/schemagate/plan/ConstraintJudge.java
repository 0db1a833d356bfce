package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dev.schemagate.sql.QualifiedName;

/** Compares a constraint with the one that is asked for. */
final class ConstraintJudge {

    private final Meaning meaning;

    ConstraintJudge(Meaning meaning) {
        this.meaning = meaning;
    }

    Finding judge(Wish.Constraint wish, Facts facts) {
        String name = wish.name();
        if (name == null) {
            for (JsonNode candidate : facts.found()) {
                if (differences(wish, candidate).isEmpty()) {
                    return Finding.satisfied(
                            "constraint " + candidate.path("name").asText() + " is there");
                }
            }
            return Finding.missing("no such constraint on " + Judge.table(wish));
        }
        String what = "constraint " + QualifiedName.quote(name) + " of " + Judge.table(wish);
        if (!facts.exists() || facts.found().isEmpty()) {
            return Finding.missing(what + " does not exist");
        }
        List<String> differences = differences(wish, facts.found().path(0));
        return differences.isEmpty()
                ? Finding.satisfied(what + " is there")
                : Finding.conflict(what + " " + String.join("; ", differences));
    }

    private List<String> differences(Wish.Constraint wish, JsonNode found) {
        List<String> differences = new ArrayList<>();
        if (!found.path("type").asText().equals(wish.type())) {
            return List.of("is of another type");
        }
        if (wish.enforced() != found.path("enforced").asBoolean()) {
            return List.of(wish.enforced() ? "is NOT ENFORCED" : "is enforced");
        }
        if (wish.enforced() && wish.validated() && !found.path("validated").asBoolean()) {
            differences.add("is NOT VALID; VALIDATE CONSTRAINT makes it what is asked");
        }
        if (wish.deferrable() != found.path("deferrable").asBoolean()
                || wish.deferred() != found.path("deferred").asBoolean()) {
            differences.add("is deferrable in another way");
        }
        if (wish.type().equals("c")) {
            check(wish, found, differences);
        } else if (wish.usingIndex() == null) {
            columns("is on", wish.columns(), found.path("columns"), differences);
            columns("includes", wish.include(), found.path("include"), differences);
            columns("compares with", wish.operators(), found.path("operators"), differences);
            differences.addAll(IndexJudge.lacking(wish.options(), found.path("options")));
        }
        if (wish.type().equals("u")
                && wish.nullsNotDistinct() != found.path("nullsNotDistinct").asBoolean()) {
            differences.add("treats NULL otherwise");
        }
        if (wish.period() != found.path("period").asBoolean()) {
            differences.add("treats periods otherwise");
        }
        if (wish.references() != null) {
            reference(wish.references(), found, differences);
        }
        return differences;
    }

    private void check(Wish.Constraint wish, JsonNode found, List<String> differences) {
        String check = Judge.text(found.path("check"));
        if (!meaning.same(wish.check(), check, "", wish)) {
            differences.add("checks " + check + ", asked is " + wish.check());
        }
        if (wish.noInherit() != found.path("noInherit").asBoolean()) {
            differences.add("is inherited in another way");
        }
    }

    private static void reference(Wish.Constraint.Reference asked, JsonNode found, List<String> differences) {
        if (!asked.schema().equals(found.path("refSchema").asText())
                || !asked.table().equals(found.path("refTable").asText())) {
            differences.add("references " + found.path("refSchema").asText() + "."
                    + found.path("refTable").asText());
            return;
        }
        if (!asked.columns().isEmpty()) {
            columns("references", asked.columns(), found.path("refColumns"), differences);
        } else if (!found.path("refKey").asBoolean()) {
            differences.add("does not reference the primary key");
        }
        if (!found.path("actions").asText().equals(asked.onDelete() + asked.onUpdate() + asked.match())) {
            differences.add("has other actions or another match");
        }
        columns("clears", asked.deleted(), found.path("deleted"), differences);
    }

    private static void columns(String verb, List<String> asked, JsonNode found, List<String> differences) {
        List<String> columns = Judge.texts(found);
        if (!columns.equals(asked)) {
            differences.add(verb + " " + columns + ", asked is " + asked);
        }
    }
}
