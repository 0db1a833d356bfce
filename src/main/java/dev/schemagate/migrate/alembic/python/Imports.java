package dev.schemagate.migrate.alembic.python;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What names mean by imports: {@code sa.Integer} is {@code sqlalchemy.Integer}. What {@code import *} brings is not seen. */
public final class Imports {

    private final Map<String, String> names = new HashMap<>();

    Imports() {}

    public Imports(Imports other) {
        names.putAll(other.names);
    }

    /** The full name; empty where its first part was not imported. */
    public Optional<String> resolve(String dotted) {
        int dot = dotted.indexOf('.');
        String first = dot < 0 ? dotted : dotted.substring(0, dot);
        return Optional.ofNullable(names.get(first)).map(full -> dot < 0 ? full : full + dotted.substring(dot));
    }

    public void add(Map<String, String> imported) {
        names.putAll(imported);
    }

    /** The name means something else from here on. */
    public void remove(String name) {
        names.remove(name);
    }

    /** What an import statement binds. */
    static Map<String, String> of(String text, List<PythonToken> tokens) {
        Map<String, String> bound = new LinkedHashMap<>();
        int importAt = 0;
        while (importAt < tokens.size() && !tokens.get(importAt).is(text, "import")) {
            importAt++;
        }
        boolean from = tokens.get(0).is(text, "from");
        String module = from ? dotted(text, tokens, 1, importAt) + "." : "";
        int start = importAt + 1;
        for (int i = start; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).is(text, ",")) {
                bind(text, tokens.subList(Math.min(start, i), i), module, bound);
                start = i + 1;
            }
        }
        return bound;
    }

    private static void bind(String text, List<PythonToken> tokens, String module, Map<String, String> bound) {
        List<PythonToken> words = tokens.stream()
                .filter(token -> !token.is(text, "(") && !token.is(text, ")"))
                .toList();
        int as = 0;
        while (as < words.size() && !words.get(as).is(text, "as")) {
            as++;
        }
        if (words.isEmpty()) {
            return;
        }
        String name = dotted(text, words, 0, as);
        if (as + 1 < words.size()) {
            bound.put(words.get(as + 1).in(text), module + name);
        } else if (module.isEmpty()) {
            String first = words.get(0).in(text);
            bound.put(first, first);
        } else {
            bound.put(name, module + name);
        }
    }

    private static String dotted(String text, List<PythonToken> tokens, int from, int to) {
        StringBuilder name = new StringBuilder();
        tokens.subList(Math.min(from, to), to).forEach(token -> name.append(token.in(text)));
        return name.toString();
    }
}
