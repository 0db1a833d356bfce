package dev.schemagate.watch.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.Identifiers;

/**
 * What RDS and Aurora let us see of their log over SQL: the extension log_fdw (github.com/aws/postgresql-logfdw), which has a list of
 * files, and a foreign table for each that a session asks for. A table cannot be read from the middle: every look reads all of its
 * file.
 *
 * @param schema our bookkeeping, where the tables are made
 * @param functions the schema of the extension's functions, quoted
 * @param server the foreign server
 * @param obstacle the statements that an administrator has to run; empty where none is missing
 */
record LogFdw(Connection session, String schema, String functions, String server, String obstacle) {

    /** Only what belongs to the extension is called: whoever may create functions could name one so. */
    private static final String ACCESS = """
            WITH f AS (SELECT p.oid, p.proname, n.nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                         JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
                         JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
                       WHERE e.extname = 'log_fdw' AND (p.proname = 'list_postgres_log_files' AND p.pronargs = 0
                         OR p.proname = 'create_foreign_table_for_log_file' AND p.pronargs = 3)),
                 s AS (SELECT v.oid, v.srvname FROM pg_foreign_server v JOIN pg_foreign_data_wrapper w ON w.oid = v.srvfdw
                       WHERE w.fdwname = 'log_fdw'
                       ORDER BY has_server_privilege(v.oid, 'USAGE') DESC, v.srvname LIMIT 1)
            SELECT coalesce((SELECT quote_ident(nspname) FROM f LIMIT 1), ''), coalesce((SELECT srvname FROM s), ''),
                   concat_ws('; ',
                     CASE WHEN (SELECT count(*) FROM f) < 2 THEN 'CREATE EXTENSION log_fdw' END,
                     CASE WHEN NOT EXISTS (SELECT FROM s) THEN 'CREATE SERVER log_server FOREIGN DATA WRAPPER log_fdw' END,
                     CASE WHEN (SELECT count(*) FROM f WHERE has_function_privilege(oid, 'EXECUTE')) < 2 THEN
                       'GRANT EXECUTE ON FUNCTION list_postgres_log_files(), create_foreign_table_for_log_file(text,text,text) TO '
                       || quote_ident(current_user) END,
                     CASE WHEN NOT coalesce((SELECT has_server_privilege(oid, 'USAGE') FROM s), false) THEN
                       'GRANT USAGE ON FOREIGN SERVER ' || coalesce((SELECT quote_ident(srvname) FROM s), 'log_server') || ' TO '
                       || quote_ident(current_user) END,
                     CASE WHEN NOT has_function_privilege('pg_ls_logdir()', 'EXECUTE') THEN
                       'GRANT pg_monitor TO ' || quote_ident(current_user) END,
                     CASE WHEN NOT has_schema_privilege(?, 'CREATE') THEN
                       'GRANT CREATE ON SCHEMA ' || quote_ident(?) || ' TO ' || quote_ident(current_user) END)
            """;

    /** A file of the server's log. */
    record File(String name, long size) {}

    /** A row, by its number in the file. */
    record Row(long number, String text) {}

    /** @param schema our bookkeeping, not quoted */
    static LogFdw through(Connection session, String schema) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(ACCESS)) {
            statement.setString(1, schema);
            statement.setString(2, schema);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new LogFdw(session, schema, row.getString(1), row.getString(2), row.getString(3));
            }
        }
    }

    /** The files of that format, the oldest first: their names begin with the time, as RDS has them. */
    List<File> files(ServerFormat format) throws SQLException {
        List<File> files = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT file_name, file_size_bytes FROM " + functions
                        + ".list_postgres_log_files() ORDER BY file_name COLLATE \"C\"")) {
            while (row.next()) {
                if (format.names(row.getString(1))) {
                    files.add(new File(row.getString(1), row.getLong(2)));
                }
            }
        }
        return files;
    }

    /** How many rows the file has. */
    long rows(String file) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table(file))) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @param query with the file's table in the place of {@code %s} */
    List<Row> read(String query, String file, Object... parameters) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(query.formatted(table(file)))) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getLong(1), row.getString(2)));
                }
            }
        }
        return rows;
    }

    /** The file's table, made where it is not there; two gates may do so at the same moment. */
    private String table(String file) throws SQLException {
        String name = Identifiers.quote(schema) + "." + Identifiers.quote(file);
        try (PreparedStatement known = session.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            known.setString(1, name);
            try (ResultSet row = known.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    return name;
                }
            }
        }
        try (PreparedStatement create = session.prepareStatement("SELECT set_config('search_path', ?, true), "
                + functions + ".create_foreign_table_for_log_file(?, ?, ?)")) {
            create.setString(1, Identifiers.quote(schema));
            create.setString(2, file);
            create.setString(3, server);
            create.setString(4, file);
            create.execute();
        } catch (SQLException e) {
            if (!"42P07".equals(e.getSQLState())) {
                throw e;
            }
        }
        return name;
    }

    /** Takes away our tables of files that are not there any more. */
    void forget(List<File> files) throws SQLException {
        List<String> gone = new ArrayList<>();
        try (PreparedStatement statement =
                session.prepareStatement("SELECT c.relname FROM pg_class c JOIN pg_foreign_table t ON t.ftrelid = c.oid"
                        + " JOIN pg_foreign_server v ON v.oid = t.ftserver WHERE c.relnamespace = ?::regnamespace"
                        + " AND v.srvname = ? AND pg_has_role(c.relowner, 'USAGE') AND c.relname <> ALL (?)")) {
            statement.setString(1, Identifiers.quote(schema));
            statement.setString(2, server);
            statement.setArray(
                    3,
                    session.createArrayOf("text", files.stream().map(File::name).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    gone.add(row.getString(1));
                }
            }
        }
        try (Statement statement = session.createStatement()) {
            for (String name : gone) {
                statement.execute(
                        "DROP FOREIGN TABLE IF EXISTS " + Identifiers.quote(schema) + "." + Identifiers.quote(name));
            }
        }
    }
}
