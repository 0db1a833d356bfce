package dev.schemagate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Gates that begin at once, for benchmarks. */
public final class Crowd {

    private Crowd() {}

    /** Until all of them are open. */
    public static long milliseconds(int gates, IntFunction<TestGate> make) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(gates);
        try {
            List<Callable<Boolean>> starts = new ArrayList<>();
            IntStream.range(0, gates)
                    .mapToObj(make)
                    .forEach(gate -> starts.add(() -> gate.runOnce().ready()));
            long began = System.nanoTime();
            for (Future<Boolean> start : threads.invokeAll(starts)) {
                if (!start.get()) {
                    throw new IllegalStateException("a gate did not open");
                }
            }
            return (System.nanoTime() - began) / 1_000_000;
        } finally {
            threads.shutdownNow();
        }
    }
}
