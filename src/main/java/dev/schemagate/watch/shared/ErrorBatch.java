package dev.schemagate.watch.shared;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.sql.SqlText;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Canaries;
import dev.schemagate.watch.verdict.Relevance;

/**
 * What the reader found in one poll, bounded whatever the log holds. Errors are put together that differ in nothing but their
 * statement and process, within a second of log time. Beyond {@value #KINDS} kinds they are put together by session, and beyond
 * that many sessions by SQLSTATE: such an error is of nobody in particular, so every gate takes it for its own.
 */
final class ErrorBatch {

    static final int KINDS = 1_000;

    /** Of all statements together, in characters; the errors after that come without. */
    private static final int STATEMENTS = 256 << 10;

    private static final int STATEMENT = 8_192;

    /** What is put together; {@code message} is empty where that many kinds cannot be told apart. */
    private record Key(String sqlState, long second, String message, Session session) {}

    private final String database;
    private final Canaries canaries;
    private final Set<Field> distrusted;
    private final Map<Key, LogRecord.Failed> errors = new LinkedHashMap<>();
    private LogRecord.@Nullable Canary canary;
    private int statements;

    /**
     * @param canaries of all polls of this reader
     * @param distrusted what its log does not tell right
     */
    ErrorBatch(String database, Canaries canaries, Set<Field> distrusted) {
        this.database = database;
        this.canaries = canaries;
        this.distrusted = distrusted;
    }

    void take(LogRecord found) {
        if (found instanceof LogRecord.Failed failed) {
            add(failed.error());
        } else if (found instanceof LogRecord.Canary read && !read.written().excludes(Field.DATABASE, database)) {
            canaries.read(read).forEach(this::proven);
        }
    }

    /** The bookkeeping shows a canary of that id. */
    void written(@Nullable String id) {
        canaries.written(id).forEach(this::proven);
    }

    private void proven(LogRecord.Canary latest) {
        canary = latest;
        distrusted.clear();
        distrusted.addAll(latest.read().contradicting(latest.written()));
    }

    private void add(DatabaseError error) {
        Session session = error.session().without(EnumSet.of(Field.PID));
        Session trusted = session.without(distrusted);
        if (trusted.excludes(Field.DATABASE, database) || Database.isGate(trusted.shown(Field.APPLICATION_NAME))) {
            return;
        }
        long second = error.time().getEpochSecond();
        Key key = new Key(error.sqlState(), second, error.message(), session);
        if (!errors.containsKey(key) && errors.size() >= KINDS) {
            if (Relevance.isHarmless(error)) {
                return;
            }
            key = new Key(error.sqlState(), second, "", session);
        }
        if (!errors.containsKey(key) && errors.size() >= 2 * KINDS) {
            key = new Key(error.sqlState(), 0, "", Session.UNTOLD);
        }
        LogRecord.Failed before = errors.get(key);
        errors.put(key, before == null ? first(error, key.session()) : again(before, error));
    }

    private LogRecord.Failed first(DatabaseError error, Session session) {
        String statement = error.statement();
        int cursor = error.cursor();
        if (statement != null) {
            String before = cursor > 0 && cursor <= statement.codePointCount(0, statement.length())
                    ? SqlText.withEmptyLiterals(statement.substring(0, statement.offsetByCodePoints(0, cursor - 1)))
                    : "";
            cursor = cursor > 0 ? before.codePointCount(0, before.length()) + 1 : 0;
            statement = SqlText.withEmptyLiterals(statement);
            statement = statement.substring(0, Math.min(STATEMENT, statement.length()));
            statements += statement.length();
        }
        return new LogRecord.Failed(new DatabaseError(
                error.time(),
                error.sqlState(),
                error.message(),
                statements > STATEMENTS ? null : statement,
                cursor,
                session,
                error.origin()));
    }

    private static LogRecord.Failed again(LogRecord.Failed before, DatabaseError error) {
        DatabaseError last =
                error.time().isAfter(before.error().time()) ? before.error().at(error.time()) : before.error();
        return new LogRecord.Failed(
                last, before.count() + 1, error.time().isBefore(before.first()) ? error.time() : before.first());
    }

    List<LogRecord.Failed> errors() {
        return new ArrayList<>(errors.values());
    }

    /** The last canary that proves how far the log was read; null where none came back. */
    LogRecord.@Nullable Canary canary() {
        return canary;
    }

    boolean isEmpty() {
        return errors.isEmpty() && canary == null;
    }
}
