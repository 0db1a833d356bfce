package dev.schemagate.plan.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.schemagate.testing.Dice;

/** Scripts whose statements come back to the same few things. */
final class ScriptCases {

    private final Dice dice;

    ScriptCases(Dice dice) {
        this.dice = dice;
    }

    String next() {
        List<Supplier<String>> kinds =
                List.of(this::column, this::property, this::property, this::comment, this::constraint);
        List<String> statements = new ArrayList<>(List.of("ALTER TABLE t ADD COLUMN IF NOT EXISTS d text", column()));
        for (int i = dice.upTo(4); i >= 0; i--) {
            statements.add(dice.of(kinds).get());
        }
        return String.join(";\n", statements);
    }

    private String column() {
        return "ALTER TABLE t ADD COLUMN IF NOT EXISTS " + dice.of("c", "c", "c", "d") + " "
                + dice.of("text", "text DEFAULT 'a'", "text DEFAULT 'a' NOT NULL", "text UNIQUE")
                + dice.of("", "", ", ADD COLUMN IF NOT EXISTS e int CHECK (e > 0)");
    }

    private String property() {
        return "ALTER TABLE " + dice.of("t", "public.t") + " ALTER COLUMN " + dice.of("c", "d", "name") + " "
                + dice.of(
                        "SET DEFAULT 'a'",
                        "SET DEFAULT 'b'",
                        "SET DEFAULT NULL",
                        "DROP DEFAULT",
                        "SET NOT NULL",
                        "DROP NOT NULL",
                        "SET DEFAULT 'a', ALTER COLUMN name SET DEFAULT 'x'");
    }

    private String comment() {
        return "COMMENT ON "
                + dice.of("TABLE t", "COLUMN t.name", "COLUMN public.t.name", "TYPE \"Mood\"", "COLUMN t.c") + " IS "
                + dice.of("'a'", "'b'");
    }

    private String constraint() {
        return dice.of(
                "CREATE INDEX IF NOT EXISTS i ON t (" + dice.of("name", "lower(name)") + ")",
                "ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NOT VALID",
                "ALTER TABLE t VALIDATE CONSTRAINT k",
                "ALTER TABLE t VALIDATE CONSTRAINT old_check",
                "COMMENT ON CONSTRAINT old_check ON t IS " + dice.of("'a'", "'b'"),
                "ALTER TYPE \"Mood\" ADD VALUE IF NOT EXISTS 'x' " + dice.of("", "AFTER 'low'"),
                "ALTER TYPE \"Mood\" ADD VALUE IF NOT EXISTS 'y' " + dice.of("", "AFTER 'low'"));
    }
}
