package dev.schemagate.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Identifiers;

/**
 * {@code schema_gate.index_build}: which indexes pending migrations were about to build concurrently that did not exist then.
 * A build commits before Flyway writes its history; whoever dies in between leaves an index that the file, run again, would
 * stumble over. Only what is noted here was made by such a run and may be dropped.
 */
final class IndexBuilds {

    /** With IF NOT EXISTS the file itself passes over the index. */
    private static final Pattern UNGUARDED =
            Pattern.compile("(?i)\\bINDEX\\s+CONCURRENTLY\\s+(?!IF\\s+NOT\\b)(?:\"([^\"]+)\"|([\\w$]+))\\s+ON\\b");

    private final String table;
    private final String owned;

    IndexBuilds(GateConfig config) {
        this.table = Identifiers.quote(config.schema()) + ".index_build";
        this.owned = config.ownedSchema();
    }

    /** Before Flyway runs {@code pending}. */
    void begin(Connection session, List<Path> pending) throws SQLException {
        update(
                session,
                "INSERT INTO " + table + " (index) SELECT name FROM unnest(?) name WHERE to_regclass(format('%I.%I', "
                        + Identifiers.literal(owned) + ", name)) IS NULL ON CONFLICT DO NOTHING",
                names(pending));
    }

    /** After Flyway ran all of them. */
    void end(Connection session, List<Path> built) throws SQLException {
        update(session, "DELETE FROM " + table + " WHERE index = ANY (?)", names(built));
    }

    /** Indexes that were made by a run which died before the history knew: valid or not, their file is still pending. */
    List<String> leftBehind(Connection session, List<Path> pending) throws SQLException {
        String sql = "SELECT index FROM " + table + " WHERE index = ANY (?) AND to_regclass(format('%I.%I', "
                + Identifiers.literal(owned) + ", index)) IS NOT NULL";
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setArray(1, session.createArrayOf("text", names(pending).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    private void update(Connection session, String sql, List<String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement update = session.prepareStatement(sql)) {
            update.setArray(1, session.createArrayOf("text", names.toArray()));
            update.executeUpdate();
        }
    }

    private static List<String> names(List<Path> files) {
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            Matcher build = UNGUARDED.matcher(text(file));
            while (build.find()) {
                names.add(build.group(1) == null ? build.group(2).toLowerCase(Locale.ROOT) : build.group(1));
            }
        }
        return names;
    }

    /** Flyway reports a file that cannot be read. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
