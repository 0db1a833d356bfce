package dev.schemagate.migrate.alembic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.migrate.HistoryTable;

/** The table in which Alembic keeps the revisions that a database is at: no row, or one for each head that it has reached. */
public final class VersionTable {

    /** Its name where {@code env.py} gives it no other. */
    public static final String NAME = "alembic_version";

    private static final String SCHEMAS = """
            SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = ? AND c.relkind IN ('r', 'p') AND has_schema_privilege(n.oid, 'USAGE')
              AND has_table_privilege(c.oid, 'SELECT')
            ORDER BY 1
            """;

    private static final String EXISTS = """
            SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?
            """;

    private static final String OTHERS = """
            SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname <> ? AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            """;

    private final HistoryTable table;
    private final ActingRole migrator;

    VersionTable(GateConfig config) {
        this.table = history(config);
        this.migrator = new ActingRole("gate.migrate.role", config.migrate().role());
    }

    static HistoryTable history(GateConfig config) {
        return new HistoryTable(
                config.alembic().versionTableSchema().orElse(config.ownedSchema()),
                config.alembic().versionTable().orElse(NAME));
    }

    HistoryTable table() {
        return table;
    }

    /** Empty where there is no such table. */
    Optional<Set<String>> rows(Connection session) {
        try {
            // By its name in the catalog: to_regclass fails where the login may not look into the schema.
            return has(session, EXISTS, table.schema(), table.name())
                    ? Optional.of(migrator.in(session, () -> column(session, select(table))))
                    : Optional.empty();
        } catch (SQLException e) {
            throw DatabaseException.during("looking at " + table.sql(), e);
        }
    }

    private static String select(HistoryTable table) {
        return "SELECT version_num FROM " + table.sql();
    }

    /** The tables of that name in other schemas that hold one of these revisions. */
    List<HistoryTable> elsewhere(Connection session, Set<String> revisions) {
        try {
            return migrator.in(session, () -> {
                List<HistoryTable> found = new ArrayList<>();
                for (String schema : column(session, SCHEMAS, table.name())) {
                    HistoryTable other = new HistoryTable(schema, table.name());
                    if (!other.equals(table)
                            && column(session, select(other)).stream().anyMatch(revisions::contains)) {
                        found.add(other);
                    }
                }
                return found;
            });
        } catch (SQLException e) {
            throw DatabaseException.during("looking for " + table.name() + " in other schemas", e);
        }
    }

    /** Whether there is anything in a schema but this table. */
    boolean hasCompany(Connection session, String schema) {
        try {
            return has(session, OTHERS, schema, table.name());
        } catch (SQLException e) {
            throw DatabaseException.during("looking at schema " + schema, e);
        }
    }

    private static boolean has(Connection session, String sql, String... values) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Set<String> column(Connection session, String sql, String... values) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        try (PreparedStatement select = session.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }
}
