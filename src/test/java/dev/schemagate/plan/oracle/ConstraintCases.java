package dev.schemagate.plan.oracle;

import java.util.List;

import dev.schemagate.testing.Dice;

/** Constraints of all kinds, from their type on. */
final class ConstraintCases {

    private final Dice dice;

    ConstraintCases(Dice dice) {
        this.dice = dice;
    }

    Phrase definition() {
        return switch (dice.upTo(7)) {
            case 1, 2, 3 -> check();
            case 4 -> unique();
            case 5 -> exclude();
            default -> foreignKey();
        };
    }

    private Phrase check() {
        return Phrase.of("CHECK", "check")
                .one(dice, ColumnCases.prefixed("(", Vocabulary.section("conditions"), ")"))
                .perhaps(dice, 6, List.of(Word.word("NO INHERIT", "no inherit")))
                .perhaps(dice, 3, Vocabulary.section("validity"));
    }

    private Phrase unique() {
        return Phrase.of("UNIQUE", "unique")
                .perhaps(dice, 4, List.of(Word.word("NULLS NOT DISTINCT")))
                .one(
                        dice,
                        List.of(
                                Word.word("(id)", "( \"id\" )"),
                                Word.word("(id, n)"),
                                Word.word("(n, id)"),
                                Word.word("(name, id)", "(\"name\",id)"),
                                Word.word("(\"Mixed\", id)")))
                .perhaps(dice, 4, List.of(Word.word("INCLUDE (amount)"), Word.word("INCLUDE (n)")))
                .perhaps(dice, 6, Vocabulary.section("options"))
                .then("")
                .perhaps(dice, 4, Vocabulary.section("deferrals"));
    }

    private Phrase foreignKey() {
        boolean two = dice.once(4);
        Phrase key = two
                ? Phrase.of("FOREIGN KEY (id, n) REFERENCES").one(dice, Vocabulary.section("pairs"))
                : Phrase.of("FOREIGN KEY", "foreign key")
                        .one(dice, List.of(Word.word("(id)", "(\"id\")"), Word.word("(n)")))
                        .then("REFERENCES")
                        .one(dice, Vocabulary.section("references"));
        return key.then("")
                .perhaps(dice, 4, Vocabulary.section("matches"))
                .then("")
                .perhaps(dice, 2, Vocabulary.section("actions"))
                .then("")
                .perhaps(dice, 4, Vocabulary.section("deferrals"))
                .then("")
                .perhaps(dice, 4, List.of(Word.vague("NOT VALID"), Word.word("NOT ENFORCED")));
    }

    private Phrase exclude() {
        return Phrase.of("EXCLUDE", "exclude")
                .perhaps(dice, 1, List.of(Word.word("USING gist", "using GIST")))
                .one(dice, ColumnCases.prefixed("", Vocabulary.section("exclusions"), ""))
                .perhaps(dice, 8, List.of(Word.word("INCLUDE (n)")))
                .then("")
                .perhaps(dice, 8, List.of(Word.vague("WITH (fillfactor = 70)"), Word.vague("WITH (fillfactor = 80)")))
                .then("")
                .perhaps(dice, 4, ColumnCases.prefixed("WHERE (", Vocabulary.section("conditions"), ")"))
                .then("")
                .perhaps(dice, 5, Vocabulary.section("deferrals"));
    }
}
