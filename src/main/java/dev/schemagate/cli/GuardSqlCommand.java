package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.ownership.guard.LogReaderSql;
import dev.schemagate.ownership.guard.PrivilegesSql;
import dev.schemagate.sql.Identifiers;

/** Prints SQL; touches no database. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = {
            "Prints SQL for an administrator to read and to run.",
            "Without an option: the guard that install installs."
        },
        footer = {
            "",
            "Examples:",
            "  schema-gate guard sql --role gate | psql -U postgres app",
            "  schema-gate guard sql --privileges --app-role litellm --role gate | psql -U owner app",
            "  schema-gate guard sql --log-reader --role gate | psql -U postgres app"
        })
class GuardSqlCommand implements Callable<Integer> {

    private static final String LIMIT =
            "-- A login that is the gate's alone needs five connections, whatever the number of pods:%n"
                    + "--   ALTER ROLE %s CONNECTION LIMIT 5;%n";

    /** What to print instead of the guard. */
    static final class Other {

        @Option(
                names = "--log-reader",
                required = true,
                description = "A function that reads the server's log files and nothing else, for source server-log.")
        boolean logReader;

        @ArgGroup(exclusive = false)
        @Nullable
        Privileges privileges;
    }

    /** For a server where nobody may create event triggers. */
    static final class Privileges {

        @Option(
                names = "--privileges",
                required = true,
                description = "Take from the app's login the ownership of the foreign schema: instead of the guard.")
        boolean privileges;

        @Option(names = "--app-role", required = true, description = "With --privileges: the app's login.")
        String app;

        @Option(
                names = "--owner-role",
                defaultValue = "prisma_owner",
                description = "With --privileges: the role that is to own the schema (default: ${DEFAULT-VALUE}).")
        String owner;
    }

    @Spec
    CommandSpec spec;

    @ArgGroup
    @Nullable
    Other other;

    @Mixin
    GateRole role;

    @Inject
    GateConfig config;

    @Inject
    Instance<Database> database;

    @Override
    public Integer call() {
        String login = role.name(database);
        spec.commandLine().getOut().printf(LIMIT, Identifiers.quote(login)).print(sql(login));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private String sql(String login) {
        if (other == null) {
            return GuardScript.of(config, login).script();
        }
        return other.privileges == null
                ? LogReaderSql.of(config.schema(), login)
                : PrivilegesSql.of(config.foreignSchema(), other.privileges.owner, other.privileges.app, login);
    }
}
