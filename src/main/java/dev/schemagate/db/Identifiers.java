package dev.schemagate.db;

/** Names and literals as PostgreSQL reads them (PostgreSQL docs 4.1). */
public final class Identifiers {

    private Identifiers() {}

    /** Always quoted, so that case and keywords keep their meaning. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A string literal for a place that takes no parameter. */
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }
}
