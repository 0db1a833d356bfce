package dev.schemagate.desired;

import java.util.Locale;

/** Expressions as text, with what certainly means nothing taken away. */
final class ExpressionText {

    private ExpressionText() {}

    /**
     * Letters outside quotes lower-case, blanks there removed where they separate nothing, a cast to {@code type} at the end
     * and brackets around the whole removed, {@code CURRENT_TIMESTAMP} as {@code now()}.
     *
     * @param type what the expression is stored as; empty where that is not known
     */
    static String normal(String expression, String type) {
        String text = squeeze(expression.strip());
        for (String before = ""; !before.equals(text); ) {
            before = text;
            text = text.startsWith("(") && closing(text, 0) == text.length() - 1
                    ? text.substring(1, text.length() - 1).strip()
                    : text;
            String cast = "::" + squeeze(type);
            boolean whole = text.startsWith("'") && text.indexOf('\'', 1) == text.length() - cast.length() - 1;
            text = !type.isEmpty() && whole && text.endsWith(cast)
                    ? text.substring(0, text.length() - cast.length())
                    : text;
        }
        return text.equals("current_timestamp") ? "now()" : text;
    }

    private static String squeeze(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                end = end < 0 ? text.length() - 1 : end;
                out.append(text, i, end + 1);
                i = end;
            } else if (Character.isWhitespace(c)) {
                boolean separates = !out.isEmpty()
                        && i + 1 < text.length()
                        && Character.isJavaIdentifierPart(out.charAt(out.length() - 1))
                        && Character.isJavaIdentifierPart(text.charAt(i + 1));
                out.append(separates ? " " : "");
            } else {
                out.append(String.valueOf(c).toLowerCase(Locale.ROOT));
            }
        }
        return out.toString();
    }

    /** Where the bracket at {@code open} closes; -1 where it does not. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                i = end < 0 ? text.length() : end;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
