package dev.schemagate.policy.oracle;

import java.util.SplittableRandom;

/** Chance, repeatable by its seed. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @SafeVarargs
    final <T> T of(T... values) {
        return values[random.nextInt(values.length)];
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    int upTo(int most) {
        return random.nextInt(most) + 1;
    }
}
