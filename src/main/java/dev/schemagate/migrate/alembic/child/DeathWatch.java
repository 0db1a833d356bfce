package dev.schemagate.migrate.alembic.child;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Kills a process and its descendants if this process dies without a word, as by {@code kill -9}, or when it is told to: a shell
 * that reads from us, and that finds them by a variable in their environment. Where there is no shell or no {@code /proc} nothing is
 * watched; a container whose first process is the gate ends as a whole anyway.
 */
final class DeathWatch implements Closeable {

    private static final Logger LOG = Logger.getLogger(DeathWatch.class);

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            read -r _ && exit
            for round in 1 2; do
              for each in /proc/[0-9]*/environ; do
                if tr '\\0' '\\n' < "$each" | grep -qxF "$1"; then
                  pid=${each#/proc/}
                  kill -KILL "${pid%/environ}"
                fi
              done
            done
            """;

    private final @Nullable Process shell;
    private boolean struck;

    private DeathWatch(@Nullable Process shell) {
        this.shell = shell;
    }

    /** @param mark {@code NAME=value} in the environment of all that is to be killed */
    static DeathWatch over(String mark) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT, "schema-gate-death-watch", mark);
        builder.environment().remove(mark.substring(0, mark.indexOf('=')));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return new DeathWatch(builder.start());
        } catch (IOException e) {
            LOG.debugf("no shell to watch over the process reason=\"%s\"", e.getMessage());
            return new DeathWatch(null);
        }
    }

    /** Kills them now, also what one of them began in the moment in which others were looked up and killed. */
    void strike() {
        struck = true;
        if (shell != null) {
            try {
                shell.getOutputStream().close();
            } catch (IOException e) {
                LOG.debugf("the shell that watches over the process is gone reason=\"%s\"", e.getMessage());
            }
        }
    }

    /** Waits until it has struck. */
    void ends(Duration within) throws InterruptedException {
        if (shell != null) {
            shell.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** All is over: nothing more is to be killed. */
    @Override
    public void close() {
        if (shell != null && !struck) {
            try (OutputStream out = shell.getOutputStream()) {
                out.write("done\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                shell.destroyForcibly();
            }
        }
    }
}
