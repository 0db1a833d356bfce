package dev.schemagate.policy.rule;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.sql.SourceRange;

/**
 * What a rule has against a place in a file.
 *
 * @param rule the rule's id, such as {@code HF003}; the error's code where it is no rule that was broken
 * @param file as the script is named
 */
public record Finding(String rule, Level level, String file, SourceRange range, String message, Fix fix) {

    /** A finding with the rule's own remedy. */
    public static Finding of(Rule rule, String file, SourceRange range, String message) {
        return new Finding(rule.id(), rule.level(), file, range, message, new Fix.Advice(rule.remedy()));
    }

    /** An error that is no rule's, with the code's own remedy. */
    public static Finding of(ErrorCode code, String file, SourceRange range, String message) {
        String remedy =
                Character.toUpperCase(code.remedy().charAt(0)) + code.remedy().substring(1);
        return new Finding(code.name(), Level.ERROR, file, range, message, new Fix.Advice(remedy));
    }

    public Finding withLevel(Level other) {
        return new Finding(rule, other, file, range, message, fix);
    }

    public Finding withFix(Fix other) {
        return new Finding(rule, level, file, range, message, other);
    }

    public boolean isError() {
        return level == Level.ERROR;
    }

    /** {@link #describe()}, and what to do instead. */
    public String advice() {
        return describe()
                + (fix instanceof Fix.Sql
                        ? "; write: " + fix.text()
                        : "; " + Character.toLowerCase(fix.text().charAt(0))
                                + fix.text().substring(1));
    }

    /** One line: {@code hotfixes/0007_tax.sql:12:1: HF003 ADD COLUMN without …}. */
    public String describe() {
        return file + ":" + range.line() + ":" + range.column() + ": " + rule + " " + message;
    }
}
