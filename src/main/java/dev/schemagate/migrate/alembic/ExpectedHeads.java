package dev.schemagate.migrate.alembic;

import java.sql.Connection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The revisions of {@code gate.alembic.heads}; of others nothing is known. */
record ExpectedHeads(List<String> heads, VersionTable table) {

    AlembicState state(Connection session) {
        Optional<Set<String>> rows = table.rows(session);
        Set<String> missing = new LinkedHashSet<>(heads);
        rows.ifPresent(missing::removeAll);
        String at = rows.map(found -> found.isEmpty() ? "at no revision" : "at " + String.join(", ", found))
                .orElse("there is no " + table.table());
        return new AlembicState(
                missing.isEmpty()
                        ? "at head " + String.join(", ", heads)
                        : at + ", needs " + String.join(", ", missing),
                rows.orElse(Set.of()),
                rows.isPresent(),
                missing.isEmpty(),
                false,
                List.of());
    }
}
