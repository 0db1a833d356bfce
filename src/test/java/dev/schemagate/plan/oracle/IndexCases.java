package dev.schemagate.plan.oracle;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.testing.Dice;

/** Indexes: keys of every sort, and everything around them. */
final class IndexCases {

    private final Dice dice;

    IndexCases(Dice dice) {
        this.dice = dice;
    }

    Phrase definition(Word table) {
        Phrase index = Phrase.of("CREATE", "create")
                .perhaps(dice, 4, List.of(Word.word("UNIQUE", "unique")))
                .then("INDEX IF NOT EXISTS", "INDEX CONCURRENTLY IF NOT EXISTS", "index if not exists")
                .then("\"Index i\"")
                .then("ON", "on")
                .one(table, CaseGenerator.TABLES)
                .perhaps(dice, 3, Vocabulary.section("methods"))
                .then("(")
                .and(keys())
                .then(")");
        return index.perhaps(
                        dice,
                        8,
                        List.of(
                                Word.word("INCLUDE (n)", "include ( \"n\" )"),
                                Word.word("INCLUDE (n, amount)"),
                                Word.word("INCLUDE (\"Mixed\")")))
                .and(Phrase.of("")
                        .perhaps(dice, 10, List.of(Word.word("NULLS NOT DISTINCT"), Word.vague("NULLS DISTINCT", ""))))
                .then("")
                .perhaps(dice, 8, Vocabulary.section("options"))
                .then("", "", "", "TABLESPACE pg_default")
                .perhaps(dice, 3, ColumnCases.prefixed("WHERE ", Vocabulary.section("conditions"), ""));
    }

    private Phrase keys() {
        Phrase keys = key();
        while (dice.once(3)) {
            keys = keys.then(",").and(key());
        }
        return keys;
    }

    private Phrase key() {
        List<Word> keys = new ArrayList<>(Vocabulary.section("columns"));
        Word column = dice.of(keys);
        List<Word> expressions = Vocabulary.section("expressions");
        Word chosen = dice.once(3) ? dice.of(expressions) : column;
        keys.addAll(expressions);
        return Phrase.of("")
                .one(chosen, keys)
                .perhaps(dice, 6, Vocabulary.section("collations"))
                .then("")
                .perhaps(dice, 5, Vocabulary.section("classes"))
                .then("")
                .perhaps(dice, 4, Vocabulary.section("orders"))
                .then("");
    }
}
