package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.QualifiedName;

/** Compares one wish with what the catalog says. */
final class Judge {

    private static final Map<String, String> GENERATION = Map.of("STORED", "s", "VIRTUAL", "v", "", "");

    private final Meaning meaning;

    Judge(Meaning meaning) {
        this.meaning = meaning;
    }

    /** @param forgiving whether an absent table is no fault */
    Finding judge(Wish wish, Facts facts, Superseded later, boolean forgiving) {
        if (wish instanceof Wish.Unreadable unreadable) {
            return new Finding(Verdict.UNKNOWN, unreadable.reason(), false);
        }
        if (wish instanceof Wish.Insert insert) {
            return insert(insert, facts);
        }
        if (wish instanceof Wish.EnumValue value) {
            return enumValue(value, facts);
        }
        boolean type =
                wish instanceof Wish.Comment c && List.of("TYPE", "DOMAIN").contains(c.kind());
        if (facts.relation() == 0 && !type) {
            return forgiving
                    ? Finding.satisfied("relation \"" + wish.table() + "\" does not exist, and IF EXISTS allows that")
                    : Finding.impossible("relation \"" + wish.table() + "\" does not exist");
        }
        if (wish instanceof Wish.Column column) {
            return column(column, facts, later);
        }
        if (wish instanceof Wish.Index index) {
            return new IndexJudge(meaning).judge(index, facts);
        }
        if (wish instanceof Wish.Constraint constraint) {
            return new ConstraintJudge(meaning).judge(constraint, facts);
        }
        return property(wish, facts, later);
    }

    private static Finding insert(Wish.Insert wish, Facts facts) {
        for (JsonNode key : facts.found()) {
            boolean meant = wish.constraint() == null || wish.constraint().equals(text(key.path("constraint")));
            if (meant && wish.columns().containsAll(texts(key.path("columns")))) {
                return new Finding(Verdict.UNKNOWN, "the catalog does not show whether the rows were inserted", false);
            }
        }
        return facts.exists()
                ? Finding.impossible("a second run would insert the rows again: no unique key of "
                        + new QualifiedName(wish.home(), wish.into()).sql() + " is among the columns with a constant, "
                        + String.join(", ", wish.columns()))
                : Finding.impossible("relation \"" + wish.into() + "\" does not exist");
    }

    private Finding column(Wish.Column wish, Facts facts, Superseded later) {
        String name = "column " + name(wish, wish.name());
        if (!List.of("r", "p", "f").contains(facts.kind())) {
            return Finding.impossible("\"" + wish.table() + "\" is not a table");
        }
        if (!facts.exists()) {
            return Finding.missing(name + " does not exist");
        }
        JsonNode found = facts.found();
        List<String> differences = new ArrayList<>();
        String type = found.path("type").asText();
        if (!found.path("sameType").asBoolean() || !TypeText.sameModifiers(wish.type(), type)) {
            differences.add("is " + type + ", asked is " + wish.type());
        }
        boolean takesNull = found.path("null").asBoolean();
        if (takesNull == wish.notNull() && !later.nullability(wish)) {
            differences.add(takesNull ? "takes NULL, asked is NOT NULL" : "is NOT NULL, asked is NULL");
        }
        String generation = found.path("generated").asText();
        String value = text(found.path("value"));
        if (!generation.equals(GENERATION.get(wish.generation()))) {
            differences.add("is generated in another way");
        } else if (!later.value(wish) && !sameValue(wish, found)) {
            differences.add("has the default " + value + ", asked is " + wish.value());
        }
        if (!found.path("sameCollation").asBoolean()) {
            differences.add("has the collation " + text(found.path("collation")));
        }
        differences.addAll(StorageJudge.differences(wish, found));
        return differences.isEmpty()
                ? Finding.satisfied(name + " is there")
                : Finding.conflict(name + " " + String.join("; ", differences));
    }

    private boolean sameValue(Wish.Column wish, JsonNode found) {
        if (List.of("STORED", "VIRTUAL").contains(wish.generation())) {
            return meaning.same(wish.expression(), text(found.path("value")), TypeText.ofValue(found), wish);
        }
        return meaning.sameDefault(wish.value(), found);
    }

    private Finding property(Wish wish, Facts facts, Superseded later) {
        JsonNode found = facts.found();
        if (wish instanceof Wish.Default value) {
            String name = "the default of " + name(wish, value.name());
            return done(facts.exists() && (later.replaced(value) || meaning.sameDefault(value.value(), found)), name);
        }
        if (wish instanceof Wish.Nullability nullability) {
            boolean same = found.path("null").asBoolean() != nullability.notNull();
            return done(
                    facts.exists() && (same || later.replaced(nullability)),
                    "the nullability of " + name(wish, nullability.name()));
        }
        if (wish instanceof Wish.Validated validated) {
            return done(found.asBoolean(), "the validation of constraint " + QualifiedName.quote(validated.name()));
        }
        if (wish instanceof Wish.Comment comment) {
            return done(
                    facts.exists() && (later.replaced(comment) || comment.text().equals(text(found.path("text")))),
                    "the comment on " + name(wish, comment.part()));
        }
        throw new IllegalStateException(wish.toString());
    }

    private static Finding done(boolean done, String what) {
        return done ? Finding.satisfied(what + " is as asked") : Finding.missing(what + " is not as asked");
    }

    private static Finding enumValue(Wish.EnumValue wish, Facts facts) {
        String name = "label '" + wish.label() + "' of " + name(wish, null);
        if (!facts.exists()) {
            return Finding.impossible("type \"" + wish.table() + "\" does not exist");
        }
        if (!facts.found().path("type").asText().equals("e")) {
            return Finding.impossible("type \"" + wish.table() + "\" is no enum");
        }
        List<String> labels = texts(facts.found().path("labels"));
        if (!labels.contains(wish.label())) {
            return Finding.missing(name + " does not exist");
        }
        int neighbour = wish.neighbour() == null ? -1 : labels.indexOf(wish.neighbour());
        boolean before = labels.indexOf(wish.label()) < neighbour;
        return neighbour >= 0 && before != wish.before()
                ? Finding.conflict(name + " is on the other side of '" + wish.neighbour() + "'")
                : Finding.satisfied(name + " is there");
    }

    static String name(Wish wish, @Nullable String part) {
        return new QualifiedName(wish.schema(), wish.table()).sql()
                + (part == null ? "" : "." + QualifiedName.quote(part));
    }

    static String table(Wish wish) {
        return new QualifiedName(wish.schema(), wish.table()).sql();
    }

    static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
