package dev.schemagate.demo;

import java.util.Locale;

/** Lines with the time since the demo began, on standard output. */
final class Timeline {

    private final long began = System.nanoTime();

    void say(String who, String what) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.println(String.format(Locale.ROOT, "%6.1f s  %-10s  %s", seconds, who, what));
        System.out.flush();
    }
}
