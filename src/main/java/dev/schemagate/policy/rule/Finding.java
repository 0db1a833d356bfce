package dev.schemagate.policy.rule;

import dev.schemagate.sql.SourceRange;

/**
 * What a rule has against a place in a file.
 *
 * @param rule the rule's id, such as {@code HF003}
 * @param file as the script is named
 * @param fix the corrected SQL; a SQL comment that says what to do where no statement could replace this one
 */
public record Finding(String rule, Level level, String file, SourceRange range, String message, String fix) {

    public boolean isError() {
        return level == Level.ERROR;
    }

    /** {@link #describe()}, and what to do instead. */
    public String advice() {
        return describe()
                + (fix.startsWith("-- ")
                        ? "; " + Character.toLowerCase(fix.charAt(3)) + fix.substring(4)
                        : "; write: " + fix);
    }

    /** One line: {@code hotfixes/0007_tax.sql:12:1: HF003 ADD COLUMN without …}. */
    public String describe() {
        return file + ":" + range.line() + ":" + range.column() + ": " + rule + " " + message;
    }
}
