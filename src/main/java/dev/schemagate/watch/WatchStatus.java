package dev.schemagate.watch;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.verdict.Countdown;

/**
 * What the watch knows, for people.
 *
 * @param watermark up to when the log is known, in log time
 * @param provider who runs the server, such as Amazon RDS; empty where that cannot be told
 * @param attribution how errors are told apart, or why they cannot be
 * @param countdown how much clean log time is left until the gate opens or is verified; null where nothing counts down
 * @param heal what the last pass of the sequence after a revocation or a change of files came to
 */
public record WatchStatus(
        String provider,
        List<SourceStatus> sources,
        @Nullable Instant watermark,
        double lagSeconds,
        String attribution,
        long revocations,
        String heal,
        @Nullable Countdown countdown,
        List<ErrorStatus> errors) {

    static final WatchStatus OFF = new WatchStatus("", List.of(), null, 0, "", 0, "", null, List.of());

    WatchStatus lagging(double seconds) {
        return new WatchStatus(
                provider, sources, watermark, seconds, attribution, revocations, heal, countdown, errors);
    }

    /**
     * One configured source.
     *
     * @param reached up to which log time it is known to be read; null where nothing was read that tells
     * @param canary whether a canary tells that; else the time of its last line does
     */
    public record SourceStatus(
            String source,
            boolean readable,
            String reason,
            String file,
            long bytes,
            @Nullable Instant reached,
            boolean canary) {}

    /** One kind of error, its statement without literals. */
    public record ErrorStatus(
            String sqlState,
            String message,
            @Nullable String statement,
            String applicationName,
            String remoteHost,
            String attribution,
            boolean counted,
            long count,
            Instant first,
            Instant last,
            @Nullable String suggestion,
            String note) {

        /** Whose sessions ran into it, in words. */
        public String whose() {
            return switch (attribution) {
                case "pod" -> "this pod's";
                case "revision" -> "this revision's";
                default -> "others'";
            };
        }

        static ErrorStatus of(ErrorBook.Entry entry) {
            Suggestion suggestion = entry.suggestion();
            return new ErrorStatus(
                    entry.error().sqlState(),
                    entry.error().message(),
                    entry.error().statement(),
                    entry.error().applicationName(),
                    entry.error().remoteHost(),
                    entry.owner().name().toLowerCase(Locale.ROOT),
                    entry.counted(),
                    entry.count(),
                    entry.error().time(),
                    entry.last(),
                    suggestion == null ? null : suggestion.sql(),
                    suggestion == null ? "" : suggestion.note());
        }
    }
}
