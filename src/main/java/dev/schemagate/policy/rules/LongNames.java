package dev.schemagate.policy.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Statement;

/** Finds names that the server would cut, in the text, since a parsed name is cut already. */
final class LongNames {

    private static final int LIMIT = 63;
    /** Strings, dollar quotes and comments first, so that no name is seen in them. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*+'|\\$(\\w*)\\$(?s:.*?)\\$\\1\\$|--[^\\n]*|(?s:/\\*.*?\\*/)"
                    + "|\"((?:[^\"]|\"\")*+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*)");

    private LongNames() {}

    /** The beginning of the first such name; null where every name fits. */
    static @Nullable String firstIn(Statement statement) {
        if (statement.text().length() <= LIMIT) {
            return null;
        }
        List<String> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(statement.text());
        while (found.isEmpty() && token.find()) {
            String name = token.group(2) != null ? token.group(2).replace("\"\"", "\"") : token.group(3);
            if (name != null && name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LIMIT) {
                found.add(name.substring(
                        0, name.offsetByCodePoints(0, Math.min(40, name.codePointCount(0, name.length())))));
            }
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
