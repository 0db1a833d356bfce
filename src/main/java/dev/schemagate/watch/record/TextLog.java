package dev.schemagate.watch.record;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An app's own log, by the sentences that drivers and engines print (psycopg2, asyncpg, SQLAlchemy, Prisma, pgjdbc,
 * PostgREST). Of a line only the sentence is kept: the rest may hold parameters. A line that does not begin with date and time, or
 * with one that is still to come or may be of another zone, happened when it was read.
 */
public final class TextLog implements LogFormat {

    private static final String PART = "(?:\"[^\"\\\\]+\"|[\\p{L}\\p{N}_$]+)";
    private static final String NAME = PART + "(?:\\." + PART + ")*+";

    private record Sentence(String state, Pattern pattern) {
        Sentence(String state, String regex) {
            this(state, Pattern.compile(regex));
        }
    }

    private static final List<Sentence> SENTENCES = List.of(
            new Sentence("42703", "column `?" + NAME + "`? does not exist"),
            new Sentence("42703", "column \"[^\"\\\\]+\" of relation \"[^\"\\\\]+\" does not exist"),
            new Sentence("42703", "record \"[^\"\\\\]+\" has no field \"[^\"\\\\]+\""),
            new Sentence("42703", "The column `?\\(not available\\)`? does not exist in the current database"),
            new Sentence("42P01", "The table `?" + NAME + "`? does not exist in the current database"),
            // What is missing of a relation that is there is none of its columns.
            new Sentence("42P01", "(?<! of | for )relation \"[^\"\\n]+?\" does not exist"),
            new Sentence("3F000", "schema \"[^\"\\\\]+\" does not exist"),
            new Sentence("0A000", "cached plan must not change result type"));

    private static final List<Needle> NEEDLES =
            List.of(new Needle("does not exist"), new Needle("has no field"), new Needle("cached plan must not"));

    /** How far around a needle a sentence is looked for. */
    private static final int AROUND = 4096;

    /** Colours, also where they stand in JSON. */
    private static final Pattern COLOUR = Pattern.compile("(?:\\x1b|\\\\+u001[bB])\\[[0-9;]*m");

    /** A quote in JSON, as often as that stands in other JSON, and as .NET writes it. */
    private static final Pattern QUOTE = Pattern.compile("\\\\+(?:\"|u0022)");

    private static final Pattern BACKTICK = Pattern.compile("\\\\+u0060");

    /** A time without a zone that lies further back may be that of another zone. */
    private static final Duration OTHER_ZONE = Duration.ofMinutes(10);

    /** A line's own time stands behind a level, a name or a key at most; any other it only speaks of. */
    private static final int LATEST_TIME = 32;

    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?<zone>Z|[+-]\\d\\d:?\\d\\d)?");

    private final States states;
    private final LogTime zone;
    private final Clock clock;

    /** @param zone of times that do not name one */
    public TextLog(States states, ZoneId zone, Clock clock) {
        this.states = states;
        this.zone = new LogTime(zone);
        this.clock = clock;
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int end = Lines.complete(bytes, from, to);
        for (int at = next(bytes, from, end); at >= 0; ) {
            int lineEnd = Lines.end(bytes, at, end);
            parse(bytes, Lines.start(bytes, from, at), lineEnd, sink);
            at = next(bytes, lineEnd, end);
        }
        if (end > from) {
            int last = Lines.start(bytes, from, end - 1);
            sink.accept(new LogRecord.Reached(time(bytes, last, end)));
        }
        return end;
    }

    private static int next(byte[] bytes, int from, int to) {
        int nearest = -1;
        for (Needle needle : NEEDLES) {
            int at = needle.find(bytes, from, to);
            if (at >= 0 && (nearest < 0 || at < nearest)) {
                nearest = at;
            }
        }
        return nearest;
    }

    @Override
    public void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        parse(bytes, from, to, sink);
    }

    @Override
    public boolean ofServer() {
        return false;
    }

    /** One error a line, though some programs print a sentence twice, and others put a whole trace into one line. */
    private void parse(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        int at = next(bytes, from, to);
        while (at >= 0 && !parse(bytes, from, at, to, sink)) {
            at = next(bytes, Math.min(to, at + AROUND / 2), to);
        }
    }

    /** Whether there is a sentence around {@code at}. */
    private boolean parse(byte[] bytes, int from, int at, int to, Consumer<LogRecord> sink) {
        String line = plain(Lines.text(bytes, Math.max(from, at - AROUND), Math.min(to, at + AROUND)));
        // An old psql asks a new server for columns it has not (PostgreSQL bug 17033).
        if (line.startsWith("psql: ")) {
            return true;
        }
        for (Sentence sentence : SENTENCES) {
            Matcher matcher = sentence.pattern.matcher(line);
            if (states.contains(sentence.state) && matcher.find()) {
                sink.accept(new LogRecord.Failed(new DatabaseError(
                        time(bytes, from, to),
                        sentence.state,
                        matcher.group(),
                        null,
                        0,
                        Session.UNTOLD,
                        DatabaseError.Origin.APP)));
                return true;
            }
        }
        return false;
    }

    private static String plain(String line) {
        if (line.indexOf('\\') < 0 && line.indexOf('\u001b') < 0) {
            return line;
        }
        String text = QUOTE.matcher(COLOUR.matcher(line).replaceAll("")).replaceAll("\"");
        return BACKTICK.matcher(text).replaceAll("`");
    }

    /** Of the line {@code [from, to)}. */
    private Instant time(byte[] bytes, int from, int to) {
        Matcher matcher = TIME.matcher(Lines.text(bytes, from, Math.min(to, from + 2 * LATEST_TIME)));
        Instant now = clock.instant();
        return (matcher.find() && matcher.start() <= LATEST_TIME
                        ? zone.parse(matcher.group())
                        : Optional.<Instant>empty())
                .filter(time ->
                        !time.isAfter(now) && (matcher.group("zone") != null || !time.isBefore(now.minus(OTHER_ZONE))))
                .orElse(now);
    }
}
