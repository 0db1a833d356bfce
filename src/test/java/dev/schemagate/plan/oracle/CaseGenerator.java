package dev.schemagate.plan.oracle;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.testing.Dice;

/** Pairs of definitions of one named thing. */
final class CaseGenerator {

    static final List<Word> TABLES = List.of(
            Word.word("t", "public.t", "\"t\"", "T", "PUBLIC . t"),
            Word.word("t", "public.t", "\"t\"", "T", "PUBLIC . t"),
            Word.word("\"Mixed Case\"", "public.\"Mixed Case\""),
            Word.word("parts", "public.parts"),
            Word.word("base"));

    private final Dice dice;
    private final Pairing pairing;
    private final ColumnCases columns;
    private final IndexCases indexes;
    private final ConstraintCases constraints;
    private final PropertyCases properties;

    CaseGenerator(long seed) {
        this.dice = new Dice(seed);
        this.pairing = new Pairing(dice);
        this.columns = new ColumnCases(dice);
        this.indexes = new IndexCases(dice);
        this.constraints = new ConstraintCases(dice);
        this.properties = new PropertyCases(dice, pairing);
    }

    Case next() {
        Word table = dice.of(TABLES);
        return switch (dice.upTo(20)) {
            case 1, 2, 3, 4, 5, 6 -> column(table);
            case 7, 8, 9, 10, 11 -> index(table);
            case 12, 13, 14, 15 -> constraint(table);
            case 16, 17, 18 -> properties.next(table);
            default -> several(table);
        };
    }

    private Case column(Word table) {
        Word name = name();
        return pairing.of("column", () -> alter(table).and(add(name)), sql -> sql);
    }

    private Word name() {
        return dice.of(
                Word.word("c", "C", "\"c\""),
                Word.word("\"newField\""),
                Word.word("\"Say \"\"x\"\"\""),
                Word.word("ü"));
    }

    private Phrase alter(Word table) {
        return Phrase.of("ALTER TABLE", "alter table").one(table, List.of(table));
    }

    private Phrase add(Word name) {
        return Phrase.of("ADD COLUMN IF NOT EXISTS", "add column if not exists", "ADD IF NOT EXISTS")
                .and(columns.definition(name.spellings().toArray(String[]::new)));
    }

    private Case index(Word table) {
        Case found = pairing.of("index", () -> indexes.definition(table), sql -> sql);
        if (!dice.once(12)) {
            return found;
        }
        List<String> made = new ArrayList<>(found.made());
        made.add("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '\"Index i\"'::regclass");
        return new Case("invalid index", made, found.asked(), false);
    }

    private Case constraint(Word table) {
        String guard = dice.of("", "IF", "CATCH");
        return pairing.of("constraint", () -> alter(table).and(add()), sql -> guarded(sql, guard));
    }

    private Phrase add() {
        return Phrase.of("ADD CONSTRAINT k", "add constraint \"k\"").and(constraints.definition());
    }

    private static String guarded(String sql, String guard) {
        return switch (guard) {
            case "IF" ->
                "DO $do$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN " + sql
                        + "; END IF; END $do$";
            case "CATCH" ->
                "DO $do$ BEGIN " + sql + "; EXCEPTION WHEN duplicate_object OR duplicate_table THEN NULL; END $do$";
            default -> sql;
        };
    }

    /** Some of the asked actions are done, some in another way, some not at all. */
    private Case several(Word table) {
        List<Word> names = List.of(Word.word("c", "C"), Word.word("d", "\"d\""), Word.word("\"E\""));
        List<String> asked = new ArrayList<>();
        List<String> made = new ArrayList<>();
        boolean alike = true;
        for (Word name : names.subList(0, dice.upTo(3))) {
            Phrase action = add(name);
            asked.add(action.say(dice));
            Phrase other = dice.once(3) ? pairing.near(action, () -> add(name)) : action;
            boolean done = !dice.once(4);
            alike &= done && other.meansSame(action);
            if (done) {
                made.add("ALTER TABLE " + table.spellings().get(0) + " " + other.say(dice));
            }
        }
        return new Case(
                "several", made, "ALTER TABLE " + dice.of(table.spellings()) + " " + String.join(", ", asked), alike);
    }
}
