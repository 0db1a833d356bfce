package dev.schemagate.watch.shared;

/**
 * What a look at the rows of a log found of the log itself.
 *
 * @param exists whether anybody has ever written of it
 * @param alive whether a gate has read it lately
 * @param vacant whether no gate reads it now, as far as can be seen
 * @param code why it cannot be read, where whoever reads it says so
 * @param canaries whether canaries prove how far it was read: always, but where a collector says so itself
 * @param behind whether there are more rows at once
 * @param gap what is not among the rows, in a sentence; empty where nothing is missing
 */
record Found(
        boolean exists,
        boolean alive,
        boolean vacant,
        String code,
        String reason,
        String file,
        String reader,
        boolean canaries,
        boolean behind,
        String gap) {

    Found missing(String why) {
        return new Found(exists, alive, vacant, code, reason, file, reader, canaries, behind, why);
    }

    Found more() {
        return new Found(exists, alive, vacant, code, reason, file, reader, canaries, true, gap);
    }
}
