package dev.schemagate.sql.grammar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.dylibso.chicory.wasm.ChicoryException;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's grammar for any number of threads: a pool of instances, each used by one thread at a time.
 *
 * <p>Nothing is loaded before the first call. An instance is replaced after anything but an answer, since PostgreSQL's error
 * stack and memory contexts are then in an unknown state; it is dropped when it has grown beyond {@code keepPages}, since
 * WebAssembly memory never shrinks; and all, the module too, are dropped when nobody parsed for {@link #IDLE_SECONDS}.
 */
public final class Grammar {
    private static final int IDLE_SECONDS = 5;

    private final int maxPages;
    private final int keepPages;
    private final Deque<GrammarInstance> idle = new ArrayDeque<>();
    private @Nullable GrammarModule module;
    private long lastUse;
    private boolean sweeping;

    /**
     * A pool that is empty at first.
     *
     * @param maxPages of memory for one instance, of 64 KiB each
     * @param keepPages up to which an instance is kept
     */
    public Grammar(int maxPages, int keepPages) {
        this.maxPages = maxPages;
        this.keepPages = keepPages;
    }

    /** Parses SQL, which must be valid UTF-8 without NUL: the grammar checks neither. */
    public Reply parse(byte[] utf8) {
        return use(instance -> instance.parse(utf8));
    }

    /** Parses the body of a DO, CREATE FUNCTION or CREATE PROCEDURE statement, which must be of LANGUAGE plpgsql. */
    public Reply parsePlpgsql(byte[] utf8) {
        return use(instance -> instance.parsePlpgsql(utf8));
    }

    /** How many instances wait for work. */
    public synchronized int idleInstances() {
        return idle.size();
    }

    /** @throws ParserMemoryException where the process's own memory does not suffice */
    private Reply use(Function<GrammarInstance, Reply> work) {
        try {
            GrammarInstance instance = take();
            Reply reply = work.apply(instance);
            give(instance);
            return reply;
        } catch (GrammarFailure e) {
            return new Reply.Failed(Reply.Failed.Cause.INTERNAL, String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return new Reply.Failed(Reply.Failed.Cause.TOO_DEEP, "nested too deeply");
        } catch (OutOfMemoryError e) {
            throw new ParserMemoryException(e);
        } catch (ChicoryException e) {
            boolean deep = e.getCause() instanceof StackOverflowError;
            return deep
                    ? new Reply.Failed(Reply.Failed.Cause.TOO_DEEP, "nested too deeply")
                    : new Reply.Failed(Reply.Failed.Cause.INTERNAL, String.valueOf(e.getMessage()));
        }
    }

    private GrammarInstance take() {
        GrammarModule loaded;
        synchronized (this) {
            GrammarInstance instance = idle.pollFirst();
            if (instance != null) {
                return instance;
            }
            if (module == null) {
                module = GrammarModule.load();
            }
            loaded = module;
        }
        return new GrammarInstance(loaded, maxPages);
    }

    private synchronized void give(GrammarInstance instance) {
        lastUse = System.nanoTime();
        if (instance.pages() <= keepPages) {
            idle.addFirst(instance);
        }
        if (!sweeping) {
            sweeping = true;
            sweepLater(IDLE_SECONDS);
        }
    }

    private void sweepLater(long seconds) {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(this::sweep);
    }

    /** Collects at once: what was dropped is old by now, and an idle process does not collect its old objects by itself. */
    private void sweep() {
        synchronized (this) {
            long quiet = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastUse);
            if (quiet < IDLE_SECONDS) {
                sweepLater(IDLE_SECONDS - quiet);
                return;
            }
            sweeping = false;
            idle.clear();
            module = null;
        }
        System.gc();
    }
}
