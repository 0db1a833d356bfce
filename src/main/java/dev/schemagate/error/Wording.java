package dev.schemagate.error;

import java.util.List;

/** Numbers and lists in a message. */
public final class Wording {

    private Wording() {}

    /** As {@code 1 statement} and {@code 2 statements}. */
    public static String counted(long number, String one) {
        return counted(number, one, one + "s");
    }

    public static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** As {@code once} and {@code 2 times}. */
    public static String times(long number) {
        return number == 1 ? "once" : number + " times";
    }

    /** All, or the first {@code most} and how many more. */
    public static String some(List<String> all, int most) {
        return all.size() <= most
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, most)) + " and " + (all.size() - most) + " more";
    }
}
