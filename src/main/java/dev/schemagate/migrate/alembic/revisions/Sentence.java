package dev.schemagate.migrate.alembic.revisions;

import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.error.Wording;

/** Lists in sentences. */
final class Sentence {

    private static final int MOST = 5;

    private Sentence() {}

    /** All, or the first few and how many more. */
    static String some(List<String> all) {
        return Wording.some(all, MOST);
    }

    static String quoted(List<String> ids) {
        return some(ids.stream().map(id -> "'" + id.replace("'", "''") + "'").collect(Collectors.toList()));
    }
}
