package dev.schemagate.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jboss.logging.Logger;

/** Logs each new kind of counted error once, with the hotfix that would help; not more than a few a minute. */
final class ErrorLog {

    private static final Logger LOG = Logger.getLogger(ErrorLog.class);
    private static final int MOST = 10;

    private final Clock clock;
    private Instant minute = Instant.MIN;
    private int logged;

    ErrorLog(Clock clock) {
        this.clock = clock;
    }

    void log(ErrorBook.Entry entry) {
        if (!entry.counted()) {
            return;
        }
        Instant now = clock.instant();
        if (Duration.between(minute.equals(Instant.MIN) ? Instant.EPOCH : minute, now)
                        .toMinutes()
                >= 1) {
            minute = now;
            logged = 0;
        }
        if (logged++ < MOST) {
            Suggestion suggestion = entry.suggestion();
            LOG.warnf(
                    "error in the log sqlstate=%s message=\"%s\" application=\"%s\" statement=\"%s\" hotfix=\"%s\"",
                    entry.sqlState(),
                    entry.message(),
                    entry.applicationName(),
                    entry.statement() == null ? "" : entry.statement().replaceAll("\\s+", " "),
                    suggestion == null ? "" : suggestion.sql());
        }
    }
}
