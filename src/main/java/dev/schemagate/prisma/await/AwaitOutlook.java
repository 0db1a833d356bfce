package dev.schemagate.prisma.await;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.GateException;

/**
 * What a start would meet of the other engine.
 *
 * @param state in a sentence
 * @param waits whether a start would wait, so that what is missing now may be there when the turn of the hotfixes comes
 * @param refusal what would stop a start; null where nothing does
 */
public record AwaitOutlook(
        String state, boolean waits, @Nullable GateException refusal) {

    /** Where it was not looked at. */
    public static final AwaitOutlook UNKNOWN = new AwaitOutlook("not looked at", false, null);

    static AwaitOutlook refused(GateException why) {
        return new AwaitOutlook("refused", false, why);
    }
}
