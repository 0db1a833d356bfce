package dev.schemagate.hotfix;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Backoff;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sequence.Work;

/** Replays every hotfix, in order, a statement a transaction. */
public final class HotfixReplay implements Step {

    private final GateConfig config;
    private final RandomGenerator random;
    private final HotfixFolder folder;

    public HotfixReplay(GateConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.folder = new HotfixFolder(config.hotfix().dir());
    }

    @Override
    public String name() {
        return "hotfix";
    }

    @Override
    public String inputs() {
        return folder.fingerprint();
    }

    @Override
    public StepResult run(Work work) throws InterruptedException {
        List<HotfixFile> files = folder.load();
        if (files.isEmpty()) {
            return StepResult.nothingToDo("no hotfix files");
        }
        for (int tries = 0; !work.tryLock(); tries++) {
            Thread.sleep(Backoff.FAST.delay(tries, random).toMillis());
        }
        StatementRunner runner = new StatementRunner(config, random);
        int statements = 0;
        for (HotfixFile file : files) {
            for (HotfixStatement statement : HotfixStatement.split(file)) {
                runner.run(work.session(), statement);
                statements++;
            }
        }
        return StepResult.done(statements + " statements of " + files.size() + " files replayed");
    }
}
