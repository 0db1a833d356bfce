package dev.schemagate.testing;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, repeatable by its seed. */
public final class Dice {

    private final SplittableRandom random;

    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @SafeVarargs
    public final <T> T of(T... values) {
        return values[random.nextInt(values.length)];
    }

    public <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    public int upTo(int most) {
        return random.nextInt(most) + 1;
    }
}
