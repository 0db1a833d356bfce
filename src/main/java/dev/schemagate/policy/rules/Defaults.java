package dev.schemagate.policy.rules;

import java.util.regex.Pattern;

import dev.schemagate.sql.Expression;

/** What a default is worth to old code. */
public final class Defaults {

    /** A literal or a function of the clock or of chance, with casts to types with built-in spelling behind it. */
    private static final Pattern VALUE = Pattern.compile("""
            (?isx)
            (?: (?:date|timestamp|timestamptz|time|interval)\\s+'[^']+' | [BX]'[0-9A-F]+' | E?'(?:[^'\\\\]|''|\\\\.)*' | [-+]?\\s*[0-9][0-9_.]*(?:e[-+]?[0-9]+)? | true | false
              | current_timestamp(?:\\s*\\(\\s*[0-9]\\s*\\))? | current_date | localtimestamp(?:\\s*\\(\\s*[0-9]\\s*\\))?
              | (?:now|gen_random_uuid|clock_timestamp|transaction_timestamp|statement_timestamp|random)\\s*\\(\\s*\\)
              | cast\\s*\\(\\s* (?:'(?:[^'\\\\]|'')*'|[-+]?[0-9][0-9_.]*|true|false) \\s+as\\s+ [a-z][\\w\\s]* (?:\\([0-9,\\s]*\\))? \\s*\\)
              | array\\s*\\[ [^()]* \\] )
            (?: \\s*::\\s* [a-z_"][\\w".]* (?:\\s+(?:varying|precision|zone|with|without|time))* (?:\\s*\\([0-9,\\s]*\\))?
                (?:\\s+(?:with|without)\\s+time\\s+zone)? (?:\\s*\\[\\s*\\])* )*
            """);

    private Defaults() {}

    /** Whether it surely gives a value; false also where that is not plain to see. */
    public static boolean neverNull(Expression value) {
        String text = value.text().strip();
        while (text.startsWith("(") && text.endsWith(")") && text.indexOf(')') == text.length() - 1) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return VALUE.matcher(text).matches();
    }
}
