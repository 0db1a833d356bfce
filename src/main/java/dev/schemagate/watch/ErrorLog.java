package dev.schemagate.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jboss.logging.Logger;

/** Logs each new kind of counted error once, with the hotfix that would help; not more than a few a minute. */
final class ErrorLog {

    private static final Logger LOG = Logger.getLogger(ErrorLog.class);
    private static final int MOST = 10;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant minute = Instant.EPOCH;
    private int logged;

    ErrorLog(Clock clock) {
        this.clock = clock;
    }

    void log(ErrorBook.Entry entry) {
        if (!entry.counted()) {
            return;
        }
        Instant now = clock.instant();
        if (!now.isBefore(minute.plus(MINUTE))) {
            minute = now;
            logged = 0;
        }
        if (logged++ < MOST) {
            Suggestion suggestion = entry.suggestion();
            String statement = entry.error().statement();
            LOG.warnf(
                    "error in the log sqlstate=%s message=\"%s\" application=\"%s\" statement=\"%s\" hotfix=\"%s\"",
                    entry.error().sqlState(),
                    entry.error().message(),
                    entry.error().applicationName(),
                    statement == null ? "" : statement.replaceAll("\\s+", " "),
                    suggestion == null ? "" : suggestion.sql());
        }
    }
}
