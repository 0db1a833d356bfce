package dev.schemagate.migrate.alembic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.HistoryTable;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.alembic.revisions.Revision;
import dev.schemagate.sql.Identifiers;

/** What Alembic's offline mode prints for the pending revisions; asked once, when a revision's SQL is first wanted. */
final class OfflineSql {

    private static final Pattern REVISION = Pattern.compile("-- Running upgrade .*-> (\\S+)\\s*");
    private static final int MOST = 32_000_000;

    private final AlembicCalls calls;
    private final HistoryTable table;
    private final Set<String> rows;
    private final List<Revision> pending;
    private @Nullable Map<String, RevisionSql> printed;
    private String problem = "";

    /**
     * @param rows of the version table
     * @param pending in order
     */
    OfflineSql(AlembicCalls calls, HistoryTable table, Set<String> rows, List<Revision> pending) {
        this.calls = calls;
        this.table = table;
        this.rows = rows;
        this.pending = pending;
    }

    /** @throws MigrationException MG036 where Alembic does not print it */
    synchronized RevisionSql of(Revision revision) {
        Map<String, RevisionSql> all = printed == null ? print() : printed;
        printed = all;
        RevisionSql sql = all.get(revision.id());
        String why = sql == null ? problem : sql.problem();
        if (sql == null || !why.isEmpty()) {
            throw MigrationException.permanent(
                    ErrorCode.MG036,
                    "its SQL cannot be looked at before it runs: "
                            + (sql == null
                                    ? why
                                    : "what Alembic prints is not all SQL, as where print() is called: " + why));
        }
        return sql;
    }

    private Map<String, RevisionSql> print() {
        // A row more or less only makes the list longer: what is pending is known.
        String from = rows.stream().sorted().findFirst().orElse("base");
        List<String> offline = calls.command().offline(from);
        if (offline.isEmpty()) {
            problem = "gate.alembic.command (" + calls.command() + ") is not Alembic's upgrade";
            return Map.of();
        }
        StringBuilder sql = new StringBuilder();
        try {
            AlembicCalls.Ended ended = calls.print(
                    offline, line -> sql.append(sql.length() < MOST ? line : "").append('\n'));
            if (sql.length() >= MOST) {
                problem = "it is larger than 32 MB";
                return Map.of();
            }
            boolean failed = ended.exitCode() != 0;
            problem = failed
                    ? "offline mode ends with " + ended.exitCode() + ": "
                            + AlembicFailures.reason(ended.said().lines())
                            + AlembicFailures.url(ended.said().lines().stream())
                    : "offline mode does not mention it";
            return split(sql.toString(), failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "the gate was asked to stop";
            return Map.of();
        }
    }

    /** @param failed then the last revision that was begun is not all there */
    private Map<String, RevisionSql> split(String text, boolean failed) {
        Map<String, StringBuilder> sections = new HashMap<>();
        StringBuilder before = new StringBuilder();
        StringBuilder section = before;
        String first = "";
        String last = "";
        for (String line : text.split("\n", -1)) {
            Matcher begins = REVISION.matcher(line);
            if (begins.matches()) {
                last = begins.group(1);
                first = first.isEmpty() ? last : first;
                section = sections.computeIfAbsent(last, id -> new StringBuilder());
            } else {
                section.append(line).append('\n');
            }
        }
        if (failed) {
            sections.remove(last);
        }
        Map<String, RevisionSql> all = new HashMap<>();
        List<String> names = List.of(
                table.name(), Identifiers.quote(table.name()), table.schema() + "." + table.name(), table.sql());
        for (Revision revision : pending) {
            if (sections.containsKey(revision.id())) {
                all.put(
                        revision.id(),
                        RevisionSql.of(
                                revision.id(),
                                revision.id().equals(first) ? before.toString() : "",
                                sections.get(revision.id()).toString(),
                                names));
            }
        }
        return all;
    }
}
