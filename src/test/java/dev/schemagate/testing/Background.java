package dev.schemagate.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work of a test that may block, each on a thread of its own: the common pool has a single worker on two cores, and work that
 * waits there for other work of the same test never ends.
 */
public final class Background {

    private static final Executor THREADS = work -> {
        Thread thread = new Thread(work, "test-background");
        thread.setDaemon(true);
        thread.start();
    };

    private Background() {}

    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    public static <T> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, THREADS);
    }

    /** All at once; returns when each has ended, and fails if one failed. */
    public static <T> void forEach(List<T> items, Consumer<T> work) {
        CompletableFuture.allOf(
                        items.stream().map(item -> run(() -> work.accept(item))).toArray(CompletableFuture[]::new))
                .join();
    }
}
