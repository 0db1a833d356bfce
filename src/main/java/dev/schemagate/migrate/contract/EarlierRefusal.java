package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import dev.schemagate.error.ErrorCode;

/**
 * Whoever was refused the column when it was withheld the last time. It is not withheld again so soon, since each time somebody gets an
 * error.
 */
record EarlierRefusal(ContractStore store, Duration pause) implements ContractCheck {

    @Override
    public Sight look(Contract contract, Connection session) throws SQLException {
        return Sight.obstacles(store.refused(session, contract, pause).stream()
                .map(refused -> "while it was withheld it was refused to " + refused + "; it is withheld again "
                        + pause.toMinutes() + " min after that")
                .toList());
    }

    @Override
    public ErrorCode code() {
        return ErrorCode.CT003;
    }
}
