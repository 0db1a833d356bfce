package dev.schemagate.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Short forms for tests. */
final class Sql {
    private Sql() {}

    static ParsedScript parse(String sql) {
        return SqlParser.parse(new SourceText("test.sql", sql));
    }

    static Statement one(String sql) {
        ParsedScript script = parse(sql);
        if (!script.errors().isEmpty() || script.statements().size() != 1) {
            throw new AssertionError(script.errors() + " " + script.statements());
        }
        return script.statements().get(0);
    }

    static List<Change> changes(String sql) {
        return one(sql).allEffects().map(Effect::change).toList();
    }

    /** The only effect's change, which must be of this type. */
    static <T extends Change> T change(Class<T> type, String sql) {
        List<T> found =
                changes(sql).stream().filter(type::isInstance).map(type::cast).toList();
        if (found.size() != 1) {
            throw new AssertionError(changes(sql));
        }
        return found.get(0);
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Sql.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
