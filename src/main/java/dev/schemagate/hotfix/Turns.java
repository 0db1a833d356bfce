package dev.schemagate.hotfix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.Pass;

/**
 * In whose turn statements run: in the order of the files, but none is kept out by another that waits. A concurrent build waits
 * for every older transaction of the database, so builds come last; who meets a locked table tries again after the others.
 */
final class Turns {

    private final Replay replay;
    private final Duration budget;

    Turns(Replay replay, Duration budget) {
        this.replay = replay;
        this.budget = budget;
    }

    /** @throws HotfixException of the first statement that could not be run, when all others had their turn */
    void take(Pass pass, List<HotfixPlan.Entry> entries) throws InterruptedException {
        List<HotfixPlan.Entry> locked = new ArrayList<>();
        List<HotfixPlan.Entry> last = new ArrayList<>();
        for (HotfixPlan.Entry entry : entries) {
            if (entry.plan().statement().alone()) {
                last.add(entry);
                continue;
            }
            try {
                run(pass, entry, Duration.ZERO);
            } catch (HotfixException e) {
                boolean waits = e.code() == ErrorCode.HF204;
                boolean mayNeedWhatWaits = e.code() == ErrorCode.HF202 && !(last.isEmpty() && locked.isEmpty());
                if (!waits && !mayNeedWhatWaits) {
                    throw e;
                }
                (waits ? locked : last).add(entry);
            }
        }
        for (HotfixPlan.Entry entry : locked) {
            run(pass, entry, budget);
        }
        for (HotfixPlan.Entry entry : last) {
            run(pass, entry, budget);
        }
    }

    private void run(Pass pass, HotfixPlan.Entry entry, Duration patience) throws InterruptedException {
        replay.run(pass, entry.hotfix(), entry.plan(), patience);
    }
}
