package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.DatabaseError;

/**
 * Which errors say that an object is missing. Remembers the burst of "cached plan" errors at hand: a pod heals from one by
 * itself, so that it counts only when it comes again {@value #SETTLED_SECONDS} s after the catalog changed.
 *
 * @param burst when the burst began
 * @param last its last error
 */
public record Relevance(@Nullable Instant burst, @Nullable Instant last) {

    public static final Relevance NONE = new Relevance(null, null);

    static final long SETTLED_SECONDS = 30;
    private static final Duration SETTLED = Duration.ofSeconds(SETTLED_SECONDS);

    /** After that long without one, the next comes from another change of the catalog. */
    private static final Duration BURST = Duration.ofMinutes(5);

    /** With the marks that PostgreSQL's translations use. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|[«»][^«»]*[«»]");

    /**
     * The message of a stale plan, which shares its SQLSTATE with much else, in the languages into which PostgreSQL 15 has it
     * translated ({@code src/backend/po}).
     */
    private static final Set<String> STALE_PLAN = Set.of(
            "cached plan must not change result type",
            "gecachter Plan darf den Ergebnistyp nicht ändern",
            "el plan almacenado no debe cambiar el tipo de resultado",
            "le plan en cache ne doit pas modifier le type en résultat",
            "il cached plan non deve cambiare il tipo del risultato",
            "キャッシュした実行計画は結果型を変更してはなりません",
            "დაკეშილი გეგმა შედეგის ტიპს არ უნდა ცვლიდეს",
            "캐시된 계획에서 결과 형식을 바꾸지 않아야 함",
            "в кешированном плане не должен изменяться тип результата",
            "cache:ad plan får inte ändra resultattyp",
            "в кешованому плані не повинен змінюватись тип результату",
            "已缓冲的计划不能改变结果类型");

    public static boolean isStalePlan(DatabaseError error) {
        return error.sqlState().equals("0A000") && STALE_PLAN.stream().anyMatch(error.message()::contains);
    }

    /** Whether the error counts where the catalog last changed at {@code change}; null where we do not know. */
    public boolean counts(DatabaseError error, @Nullable Instant change) {
        return switch (error.sqlState()) {
            case "0A000" -> isStalePlan(error) && persists(error.time(), change);
            default -> !isHarmless(error);
        };
    }

    /**
     * Whether it never counts: "missing FROM-clause entry" has the same SQLSTATE as a missing relation and is a bug of the app; the
     * keyword stands in every language.
     */
    public static boolean isHarmless(DatabaseError error) {
        return error.sqlState().equals("42P01")
                && QUOTED.matcher(error.message()).replaceAll("").contains("FROM");
    }

    private boolean persists(Instant time, @Nullable Instant change) {
        Instant since = with(time).burst;
        if (change != null && (since == null || change.isAfter(since))) {
            since = change;
        }
        return since != null && !time.isBefore(since.plus(SETTLED));
    }

    /** After a "cached plan" error at {@code time}. */
    public Relevance with(Instant time) {
        boolean another = last == null || Duration.between(last, time).compareTo(BURST) > 0;
        return new Relevance(another ? time : burst, time);
    }
}
