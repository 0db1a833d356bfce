package dev.schemagate.prisma.await;

import java.util.List;

/** Lists of names in a sentence. */
final class Listing {

    private static final int SHOWN = 3;

    private Listing() {}

    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** The first three. */
    static String some(List<String> names) {
        int more = names.size() - SHOWN;
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
