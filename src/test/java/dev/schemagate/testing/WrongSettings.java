package dev.schemagate.testing;

import java.util.List;
import java.util.Map;

/** For each key a value that it must not have, where its form alone does not give one. */
public final class WrongSettings {

    private static final String LONG = "x".repeat(64);

    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("gate.owned-schema", LONG),
            Map.entry("gate.foreign-schema", LONG),
            Map.entry("gate.schema", LONG),
            Map.entry("gate.database.username", LONG),
            Map.entry("gate.migrate.role", LONG),
            Map.entry("gate.migrate.placeholders.*", "\0"),
            Map.entry("gate.hotfix.role", LONG),
            Map.entry("gate.reload.channel", LONG),
            Map.entry("gate.reload.schemas", LONG),
            Map.entry("gate.reload.payload", "x".repeat(8_000)),
            Map.entry("gate.reload.proof-url", "localhost"),
            Map.entry("gate.kubernetes.url", "localhost"),
            Map.entry("gate.watch.database-pods", "&"),
            Map.entry("gate.watch.threshold", "0"),
            Map.entry("gate.watch.states", "4270"),
            Map.entry("gate.watch.ignore", "/(/"),
            Map.entry("gate.watch.file", "/logs/[/x.log"));

    private WrongSettings() {}

    public static String of(String key) {
        String value = VALUES.get(key);
        if (value != null) {
            return value;
        }
        // A blank text, a name that no enumeration has and no duration at all.
        boolean isText = List.of(
                        "gate.app",
                        "gate.pod",
                        "gate.revision",
                        "gate.database.password-file",
                        "gate.migrate.locations",
                        "gate.alembic.command",
                        "gate.alembic.directory",
                        "gate.alembic.versions",
                        "gate.alembic.version-table",
                        "gate.alembic.version-table-schema",
                        "gate.hotfix.dir",
                        "gate.prisma.schema",
                        "gate.prisma.migrations",
                        "gate.kubernetes.token-file",
                        "gate.kubernetes.ca-file",
                        "gate.watch.application-name")
                .contains(key);
        return isText ? "\u0001" : "-1s";
    }
}
