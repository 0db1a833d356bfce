package dev.schemagate.migrate.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.error.ErrorCode;

/**
 * What depends on the object as the catalog knows it: PostgreSQL would refuse to drop it without CASCADE, or would drop with it what
 * is about more than the object. What the pending scripts drop or replace themselves is left out.
 */
record Dependents(Pending pending) implements ContractCheck {

    @Override
    public Sight look(Contract contract, Connection session) throws SQLException {
        if (!contract.dropped() || contract.kind() == Contract.Kind.OTHER) {
            return Sight.NOTHING;
        }
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(sql())) {
            select.setString(1, contract.kind().name());
            select.setString(2, contract.part(0));
            select.setString(3, contract.part(1));
            select.setString(4, contract.part(2));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Array names = row.getArray(2);
                    List<String> parts = names == null ? List.of() : List.of((String[]) names.getArray());
                    if (!pending.settles(parts)) {
                        found.add(row.getString(1) + " depends on it");
                    }
                }
            }
        }
        return Sight.obstacles(found.stream().distinct().toList());
    }

    private static String sql() {
        try (InputStream in = Dependents.class.getResourceAsStream("dependents.sql")) {
            if (in == null) {
                throw new IllegalStateException("dependents.sql is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ErrorCode code() {
        return ErrorCode.CT001;
    }
}
