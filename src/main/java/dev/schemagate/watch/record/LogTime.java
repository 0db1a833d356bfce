package dev.schemagate.watch.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code 2026-11-22 13:55:54.625 UTC}, in the zone that the server names in {@code log_timezone}: an abbreviation is
 * ambiguous (IST is three zones). It tells the two hours apart that the end of summer time repeats, and a line that was written before
 * or after that setting was changed from UTC, or to it.
 */
public final class LogTime {

    private static final int DATE_AND_TIME = 19;
    private static final Pattern OFFSET = Pattern.compile("^([+-]\\d\\d)(?::?(\\d\\d))?");

    /** Zones of PostgreSQL's that Java has by their short names only. */
    private static final Set<String> FIXED = Set.of("EST", "MST", "HST");

    /** Without summer time. */
    private static final Pattern POSIX =
            Pattern.compile("(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)([+-]?)(\\d{1,2})(?::(\\d\\d))?");

    private static final DateTimeFormatter ABBREVIATION = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private static final Set<String> NO_OFFSET = Set.of("UTC", "GMT", "UCT", "Z");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^A-Za-z].*", Pattern.DOTALL);

    private final ZoneId zone;
    /** The zone is none of a POSIX specification, which calls itself what it likes. */
    private final boolean named;

    private final boolean utc;

    public LogTime(ZoneId zone) {
        this.zone = zone;
        this.named = !(zone instanceof ZoneOffset);
        this.utc = named && zone.normalized().equals(ZoneOffset.UTC);
    }

    /**
     * The zone of that name, which is PostgreSQL's; empty where it is not known here. One that is in no list is a POSIX specification
     * (PostgreSQL docs B.5), whose offset counts to the west: {@code UTC-3} is three hours ahead.
     */
    public static Optional<ZoneId> zone(String logTimezone) {
        String name = logTimezone.replaceFirst("^posix/", "");
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return Optional.of(ZoneId.of(name));
        }
        if (FIXED.contains(name)) {
            return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
        }
        Matcher posix = POSIX.matcher(name);
        if (!posix.matches()) {
            return Optional.empty();
        }
        int minutes = Report.number(posix.group(2)) * 60 + (posix.group(3) == null ? 0 : Report.number(posix.group(3)));
        int seconds = (posix.group(1).equals("-") ? 60 : -60) * minutes;
        return Math.abs(seconds) > ZoneOffset.MAX.getTotalSeconds()
                ? Optional.empty()
                : Optional.of(ZoneOffset.ofTotalSeconds(seconds));
    }

    /** The time that {@code text} begins with; empty where it begins with none, or with one that cannot be known. */
    public Optional<Instant> parse(String text) {
        if (text.length() < DATE_AND_TIME || text.charAt(4) != '-' || text.charAt(13) != ':') {
            return Optional.empty();
        }
        int end = DATE_AND_TIME;
        if (end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
            do {
                end++;
            } while (end < text.length() && Character.isDigit(text.charAt(end)) && end < DATE_AND_TIME + 10);
        }
        try {
            LocalDateTime local = LocalDateTime.parse(
                    text.substring(0, 10) + "T" + text.substring(11, end).replace(',', '.'));
            String rest = text.substring(end).strip();
            return isOfAnother(rest) ? Optional.empty() : Optional.of(instant(local, rest));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the time is that of a zone which is not known, where this one is UTC. */
    private boolean isOfAnother(String rest) {
        String abbreviation = utc ? NOT_LETTERS.matcher(rest).replaceFirst("") : "";
        return !abbreviation.isEmpty() && !NO_OFFSET.contains(abbreviation);
    }

    private Instant instant(LocalDateTime local, String rest) {
        if (rest.startsWith("Z") || named && rest.startsWith("UTC")) {
            return local.toInstant(ZoneOffset.UTC);
        }
        if (rest.startsWith("+") || rest.startsWith("-")) {
            Matcher offset = OFFSET.matcher(rest);
            if (offset.find()) {
                String minutes = offset.group(2) == null ? "00" : offset.group(2);
                return local.toInstant(ZoneOffset.of(offset.group(1) + ":" + minutes));
            }
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() > 1) {
            for (ZoneOffset offset : offsets) {
                Instant candidate = local.toInstant(offset);
                if (rest.startsWith(ABBREVIATION.format(candidate.atZone(zone)))) {
                    return candidate;
                }
            }
        }
        return local.atZone(zone).toInstant();
    }
}
