package dev.schemagate.prisma.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.schemagate.prisma.PrismaMigrations;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TableChange;

/**
 * What migrations that are marked as applied should have left: LiteLLM's resolver marks one that fails with "already exists", and
 * the rest of it is never made. Looks for tables and columns; what a later migration takes away or renames is not looked for.
 */
final class Traces {

    private static final String MISSING = """
            SELECT quote_ident(w.s) || '.' || quote_ident(w.t) || CASE WHEN w.c = '' THEN '' ELSE '.' || quote_ident(w.c) END
            FROM unnest(?, ?, ?) WITH ORDINALITY w (s, t, c, n)
            LEFT JOIN pg_namespace n ON n.nspname = w.s LEFT JOIN pg_class r ON r.relnamespace = n.oid AND r.relname = w.t
            WHERE r.oid IS NULL OR w.c <> '' AND NOT EXISTS (
                SELECT FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attname = w.c AND a.attnum > 0 AND NOT a.attisdropped)
            ORDER BY w.n
            """;

    private final NameResolution names;
    private final Set<List<String>> wanted = new LinkedHashSet<>();

    private Traces(String schema) {
        this.names = new NameResolution(schema);
    }

    /** The tables and columns of these migrations that are not there. */
    static List<String> missing(Connection session, String schema, PrismaMigrations migrations, List<String> marked)
            throws SQLException {
        if (marked.isEmpty()) {
            return List.of();
        }
        Traces traces = new Traces(schema);
        String first = marked.stream().sorted().findFirst().orElseThrow();
        List<String> since = migrations.files().keySet().stream()
                .filter(name -> name.compareTo(first) >= 0)
                .toList();
        for (ParsedScript script : migrations.parsed(since)) {
            boolean isMarked = marked.contains(PrismaMigrations.nameOf(script));
            script.statements().stream()
                    .flatMap(Statement::allEffects)
                    .forEach(effect -> traces.follow(effect.change(), isMarked));
        }
        return traces.ask(session);
    }

    private void follow(Change change, boolean marked) {
        if (change instanceof ColumnChange.Drop || change instanceof ColumnChange.Rename) {
            ColumnChange gone = (ColumnChange) change;
            wanted.remove(column(gone.table(), gone.column()));
        } else if (change instanceof ObjectChange.Drop || change instanceof ObjectChange.Rename) {
            QualifiedName gone = names.resolve(((ObjectChange) change).object().name());
            wanted.removeIf(w -> w.get(0).equals(gone.schema()) && w.get(1).equals(gone.name()));
        } else if (marked) {
            left(change).forEach(wanted::add);
        }
    }

    private Stream<List<String>> left(Change change) {
        if (change instanceof ColumnChange.Add add) {
            return Stream.of(column(add.table(), add.column()));
        }
        if (change instanceof TableChange.Create create && !create.temporary()) {
            return Stream.concat(
                    Stream.of(column(create.table(), "")),
                    create.columns().stream().map(ColumnDefinition::name).map(c -> column(create.table(), c)));
        }
        return Stream.empty();
    }

    private List<String> column(QualifiedName table, String column) {
        return List.of(names.schemaOf(table), table.name(), column);
    }

    private List<String> ask(Connection session) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(MISSING)) {
            for (int part = 0; part < 3; part++) {
                int at = part;
                select.setArray(
                        part + 1,
                        session.createArrayOf(
                                "text", wanted.stream().map(w -> w.get(at)).toArray()));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    missing.add(row.getString(1));
                }
            }
        }
        return missing;
    }
}
