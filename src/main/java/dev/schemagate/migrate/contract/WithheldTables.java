package dev.schemagate.migrate.contract;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.Transaction;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.QualifiedName;

/**
 * {@code schema_gate.soft_drop}: takes columns from everybody, the owner too, and gives them back. Both are one transaction with the
 * row that remembers it, so that a gate may die at any point of it.
 */
final class WithheldTables {

    private final String table;
    private final Optional<String> role;
    private final String self;

    /**
     * @param schema of the bookkeeping
     * @param role that owns the tables; the login's own where it is empty
     */
    WithheldTables(String schema, Optional<String> role, String self) {
        this.table = Identifiers.quote(schema) + ".soft_drop";
        this.role = role;
        this.self = self;
    }

    /** @throws ContractException CT004 where not everybody can be denied it, or not everything be given back; nothing has changed then */
    void withhold(Connection session, QualifiedName name, List<String> withheld) throws SQLException {
        Transaction.commit(session, () -> {
            TablePrivileges privileges = new TablePrivileges(session, name);
            List<String> columns = privileges.columns();
            List<Grant> grants = ownersGrants(privileges);
            remember(session, name, withheld, columns, grants);
            Database.execute(session, ActingRole.become(role, true));
            List<String> others = new ArrayList<>(columns);
            others.removeAll(withheld);
            for (String sql : GrantPlan.deny(name.sql(), withheld, others, grants)) {
                Database.execute(session, sql);
            }
            List<String> readers = privileges.readers(withheld);
            if (!readers.isEmpty()) {
                throw cannot(
                        name,
                        "it could not be taken from " + String.join(", ", readers)
                                + "; let the gate's login be a member of the table's owner, or set gate.migrate.role to it");
            }
            return null;
        });
    }

    private static List<Grant> ownersGrants(TablePrivileges privileges) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        for (TablePrivileges.Entry entry : privileges.entries()) {
            if (entry.passedOnBy() != null) {
                throw cannot(
                        privileges.name(),
                        "role " + entry.passedOnBy() + " has passed a privilege on to "
                                + Grant.role(entry.grant().grantee())
                                + ", which the owner cannot take back and give again; grant it as the owner");
            }
            grants.add(entry.grant());
        }
        return grants;
    }

    private void remember(
            Connection session, QualifiedName name, List<String> withheld, List<String> columns, List<Grant> grants)
            throws SQLException {
        String sql = "INSERT INTO " + table + " (table_schema, table_name, withheld, columns, privileges, began_by)"
                + " SELECT ?, ?, ?, ?, coalesce(jsonb_agg(jsonb_build_array(g.role, g.privilege, g.grantable::boolean, g.col)), '[]'), ?"
                + " FROM unnest(?, ?, ?, ?) g (role, privilege, grantable, col)";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            insert.setString(1, name.schema());
            insert.setString(2, name.name());
            insert.setArray(3, texts(session, withheld.stream()));
            insert.setArray(4, texts(session, columns.stream()));
            insert.setString(5, self);
            insert.setArray(6, texts(session, grants.stream().map(Grant::grantee)));
            insert.setArray(7, texts(session, grants.stream().map(Grant::privilege)));
            insert.setArray(8, texts(session, grants.stream().map(grant -> String.valueOf(grant.grantable()))));
            insert.setArray(9, texts(session, grants.stream().map(Grant::column)));
            insert.executeUpdate();
        }
    }

    private static Array texts(Connection session, Stream<String> texts) throws SQLException {
        return session.createArrayOf("text", texts.toArray());
    }

    private static ContractException cannot(QualifiedName name, String why) {
        return new ContractException(
                ErrorCode.CT004, Retry.PERMANENT, "a column of " + name.sql() + " cannot be withheld: " + why);
    }

    /** Whether any table has columns that are withheld. */
    boolean any(Connection session) throws SQLException {
        try (PreparedStatement select = session.prepareStatement("SELECT count(*) FROM " + table);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    /** Lets everybody who may use the whole table use the columns that were added meanwhile, too. */
    void grantAdded(Connection session, QualifiedName name) throws SQLException {
        List<String> known = new ArrayList<>(kept(session, name, "columns"));
        List<String> added = new ArrayList<>(new TablePrivileges(session, name).columns());
        added.removeAll(known);
        if (added.isEmpty()) {
            return;
        }
        Transaction.commit(session, () -> {
            List<Grant> grants = saved(session, name);
            known.addAll(added);
            try (PreparedStatement update = session.prepareStatement(
                    "UPDATE " + table + " SET columns = ? WHERE table_schema = ? AND table_name = ?")) {
                update.setArray(1, texts(session, known.stream()));
                update.setString(2, name.schema());
                update.setString(3, name.name());
                update.executeUpdate();
            }
            Database.execute(session, ActingRole.become(role, true));
            for (Grant grant : grants) {
                if (grant.column() == null) {
                    Database.execute(session, grant.give(name.sql(), added));
                }
            }
            return null;
        });
    }

    /** Gives everything back; what was granted meanwhile stays. Another gate may be at it, too. */
    void giveBack(Connection session) throws SQLException {
        for (QualifiedName name : tables(session)) {
            Transaction.commit(session, () -> {
                List<String> columns = kept(session, name, "columns");
                List<Grant> saved = saved(session, name);
                List<String> sql = restoring(new TablePrivileges(session, name), columns, saved);
                try (PreparedStatement delete = session.prepareStatement(
                        "DELETE FROM " + table + " WHERE table_schema = ? AND table_name = ?")) {
                    delete.setString(1, name.schema());
                    delete.setString(2, name.name());
                    delete.executeUpdate();
                }
                Database.execute(session, ActingRole.become(role, true));
                for (String statement : sql) {
                    Database.execute(session, statement);
                }
                return null;
            });
        }
    }

    private static List<String> restoring(TablePrivileges privileges, List<String> known, List<Grant> saved)
            throws SQLException {
        List<Grant> now =
                privileges.entries().stream().map(TablePrivileges.Entry::grant).toList();
        return GrantPlan.restore(privileges.name().sql(), privileges.columns(), known, saved, now);
    }

    private List<QualifiedName> tables(Connection session) throws SQLException {
        List<QualifiedName> tables = new ArrayList<>();
        try (PreparedStatement select =
                        session.prepareStatement("SELECT table_schema, table_name FROM " + table + " ORDER BY 1, 2");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                tables.add(new QualifiedName(row.getString(1), row.getString(2)));
            }
        }
        return tables;
    }

    private List<String> kept(Connection session, QualifiedName name, String column) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(
                "SELECT unnest(" + column + ") FROM " + table + " WHERE table_schema = ? AND table_name = ?")) {
            select.setString(1, name.schema());
            select.setString(2, name.name());
            return TablePrivileges.texts(select);
        }
    }

    /** Locks the row: whoever comes second finds none. Those of roles that are gone are left out. */
    private List<Grant> saved(Connection session, QualifiedName name) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        String sql = "WITH locked AS MATERIALIZED (SELECT privileges FROM " + table
                + " WHERE table_schema = ? AND table_name = ? FOR UPDATE)"
                + " SELECT g ->> 0, g ->> 1, (g ->> 2)::boolean, g ->> 3 FROM locked, jsonb_array_elements(privileges) g"
                + " WHERE g ->> 0 IS NULL OR EXISTS (SELECT FROM pg_roles WHERE rolname = g ->> 0)";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, name.schema());
            select.setString(2, name.name());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    grants.add(new Grant(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4)));
                }
            }
        }
        return grants;
    }
}
