package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.QualifiedName;

/** Who may read and write a table and its columns, as the catalog has it now. */
record TablePrivileges(Connection session, QualifiedName name) {

    private static final String OF_TABLE = """
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            """;

    private static final String THIS = " n.nspname = ? AND c.relname = ?";

    /** As they are now: grantee, privilege, whether it may be passed on, column, and by whom if it was passed on. */
    private static final String GRANTS = "SELECT CASE WHEN x.grantee <> 0 THEN pg_get_userbyid(x.grantee) END,"
            + " x.privilege_type, x.is_grantable, x.attname, CASE WHEN x.grantor <> x.relowner THEN pg_get_userbyid(x.grantor) END"
            + " FROM (SELECT c.relowner, NULL::name AS attname, (aclexplode(coalesce(c.relacl, acldefault('r', c.relowner)))).*"
            + OF_TABLE + " WHERE" + THIS
            + " UNION ALL SELECT c.relowner, a.attname, (aclexplode(a.attacl)).*" + OF_TABLE
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE" + THIS
            + ") x WHERE x.privilege_type IN ('SELECT', 'INSERT', 'UPDATE') ORDER BY 1 NULLS FIRST, 2, 4 NULLS FIRST";

    private static final String COLUMNS = "SELECT a.attname" + OF_TABLE
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE" + THIS
            + " ORDER BY a.attnum";

    /** Who could still read a column; members of a predefined role read everything, as superusers do. */
    private static final String STILL = "SELECT DISTINCT r.rolname" + OF_TABLE
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ANY (?) JOIN pg_roles r ON NOT r.rolsuper"
            + " AND r.rolname !~ '^pg_' AND NOT pg_has_role(r.oid, 'pg_read_all_data', 'USAGE')"
            + " AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT') WHERE" + THIS + " ORDER BY 1 LIMIT 3";

    /**
     * A grant and who made it.
     *
     * @param passedOnBy somebody else than the owner; null where it was the owner
     */
    record Entry(Grant grant, @Nullable String passedOnBy) {}

    List<Entry> entries() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(GRANTS)) {
            bind(select, 1);
            bind(select, 3);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(
                            new Grant(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4)),
                            row.getString(5)));
                }
            }
        }
        return entries;
    }

    /** None where there is no such table. */
    List<String> columns() throws SQLException {
        try (PreparedStatement select = session.prepareStatement(COLUMNS)) {
            bind(select, 1);
            return texts(select);
        }
    }

    /** Some of the roles that may read one of the columns; those that may read everything are left out. */
    List<String> readers(List<String> columns) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(STILL)) {
            select.setArray(1, session.createArrayOf("text", columns.toArray()));
            bind(select, 2);
            return texts(select);
        }
    }

    private void bind(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, name.schema());
        statement.setString(first + 1, name.name());
    }

    static List<String> texts(PreparedStatement select) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
