package dev.schemagate.plan.oracle;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.testing.Dice;

/** Defaults, nullability, comments, labels and validations: what a statement sets anew. */
final class PropertyCases {

    private static final List<Word> COLUMNS = List.of(
            new Word("number", List.of("n", "\"n\"")),
            new Word("number", List.of("amount")),
            new Word("text", List.of("name", "NAME")),
            new Word("text", List.of("\"Mixed\"")),
            new Word("moment", List.of("made")),
            new Word("moment", List.of("day")),
            new Word("flag", List.of("flag")),
            new Word("mood", List.of("mood")),
            new Word("texts", List.of("tags")),
            new Word("json", List.of("doc")));

    private final Dice dice;
    private final Pairing pairing;

    PropertyCases(Dice dice, Pairing pairing) {
        this.dice = dice;
        this.pairing = pairing;
    }

    Case next(Word table) {
        return switch (dice.upTo(8)) {
            case 1, 2, 3 -> value(table);
            case 4 -> nullability(table);
            case 5, 6 -> comment();
            case 7 -> label();
            default -> validation();
        };
    }

    private Case value(Word table) {
        Word column = dice.of(COLUMNS);
        List<Word> values = ColumnCases.prefixed("SET DEFAULT ", Vocabulary.section(column.kind()), "");
        values.add(Word.word("DROP DEFAULT", "drop default"));
        return pairing.of(
                "default",
                () -> Phrase.of("ALTER TABLE", "alter table")
                        .one(table, List.of(table))
                        .then("ALTER COLUMN", "alter")
                        .one(column, List.of(column))
                        .one(dice, values),
                sql -> sql);
    }

    private Case nullability(Word table) {
        List<Word> acts = List.of(Word.word("SET NOT NULL", "set not null"), Word.word("DROP NOT NULL"));
        String column = dice.of("name", "flag", "\"Mixed\"", "amount");
        return pairing.of(
                "nullability",
                () -> Phrase.of("ALTER TABLE")
                        .one(table, List.of(table))
                        .then("ALTER COLUMN " + column, "ALTER " + column)
                        .one(dice, acts),
                sql -> sql);
    }

    private Case comment() {
        Word thing = dice.of(Vocabulary.section("commented"));
        return pairing.of(
                "comment",
                () -> Phrase.of("COMMENT ON", "comment on")
                        .one(thing, List.of(thing))
                        .then("IS", "is")
                        .one(dice, Vocabulary.section("comments")),
                sql -> sql);
    }

    /** Whether a label stands on the side asked for is all that counts: later statements may have put others between. */
    private Case label() {
        List<String> words = List.of("low", "mid", "high");
        Word label = dice.of(Vocabulary.section("labels"));
        String made = dice.once(3)
                ? ""
                : dice.of(Vocabulary.section("neighbours")).spellings().get(0);
        String asked = dice.once(3)
                ? ""
                : dice.of(Vocabulary.section("neighbours")).spellings().get(0);
        List<String> order = new ArrayList<>(words);
        order.add(place(order, made), "new");
        boolean right =
                asked.isEmpty() || asked.startsWith("BEFORE") == order.indexOf("new") < order.indexOf(neighbour(asked));
        return new Case("label", List.of(add(label, made)), add(label, asked), right);
    }

    private String add(Word label, String where) {
        return dice.of("ALTER TYPE \"Mood\"", "alter type public.\"Mood\"") + " ADD VALUE IF NOT EXISTS "
                + dice.of(label.spellings()) + " " + where;
    }

    private static int place(List<String> order, String where) {
        int at = order.indexOf(neighbour(where));
        return where.isEmpty() ? order.size() : where.startsWith("BEFORE") ? at : at + 1;
    }

    private static String neighbour(String where) {
        return where.isEmpty() ? "" : where.substring(where.indexOf('\'') + 1, where.length() - 1);
    }

    private Case validation() {
        String name = dice.of("old_check", "\"Old fk\"");
        String sql = "ALTER TABLE t VALIDATE CONSTRAINT " + name;
        return new Case("validation", dice.once(2) ? List.of(sql) : List.of(), sql, true);
    }
}
