package dev.schemagate.plan.oracle;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.testing.Dice;

/** Columns of every type, with what may follow it. */
final class ColumnCases {

    private static final List<Word> CONSTRAINTS = List.of(
            Word.vague("UNIQUE", "unique"),
            Word.vague("UNIQUE DEFERRABLE"),
            Word.vague("REFERENCES r", "references public.r (id)"),
            Word.vague("REFERENCES r ON DELETE CASCADE"),
            Word.vague("CONSTRAINT k CHECK (id > 0)", "CONSTRAINT \"k\" CHECK ((id > 0))"),
            Word.vague("CHECK (n > 0)"));
    private static final List<Word> STORAGE = List.of(
            Word.vague("COMPRESSION pglz"), Word.vague("COMPRESSION \"default\"", ""), Word.vague("STORAGE EXTERNAL"));

    private final Dice dice;

    ColumnCases(Dice dice) {
        this.dice = dice;
    }

    /** One definition, from the column's name on. */
    Phrase definition(String... name) {
        return dice.once(6) ? generated(name) : plain(name);
    }

    private Phrase plain(String... name) {
        List<Word> types = Vocabulary.section("types");
        Word type = dice.of(types);
        List<Word> values = prefixed("DEFAULT ", Vocabulary.section(type.kind()), "");
        boolean collatable = type.kind().startsWith("text");
        return Phrase.of(name)
                .one(type, types)
                .perhaps(dice, 10, STORAGE)
                .perhaps(dice, collatable ? 4 : 40, Vocabulary.section("collations"))
                .perhaps(dice, 3, List.of(Word.word("NOT NULL", "not null", "CONSTRAINT nn NOT NULL")))
                .perhaps(dice, 2, values)
                .perhaps(dice, 8, CONSTRAINTS);
    }

    private Phrase generated(String... name) {
        List<Word> types = List.of(
                Word.word("text"),
                Word.word("bigint", "int8"),
                Word.word("numeric(12,3)", "decimal(12, 3)"),
                Word.word("varchar(20)"),
                Word.word("boolean", "bool"));
        return Phrase.of(name)
                .one(dice, types)
                .perhaps(dice, 8, Vocabulary.section("collations"))
                .then("GENERATED ALWAYS AS", "generated always as")
                .one(dice, prefixed("(", Vocabulary.section("generated"), ")"))
                .one(dice, List.of(Word.word("STORED", "stored"), Word.word("VIRTUAL")));
    }

    /** The words with something before and behind each spelling. */
    static List<Word> prefixed(String before, List<Word> words, String behind) {
        List<Word> all = new ArrayList<>();
        for (Word word : words) {
            all.add(new Word(
                    word.kind(),
                    word.spellings().stream().map(s -> before + s + behind).toList()));
        }
        return all;
    }
}
