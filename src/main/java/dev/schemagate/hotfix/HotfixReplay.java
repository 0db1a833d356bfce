package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Backoff;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.GateException;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sequence.Work;

/**
 * Replays what is missing of the hotfixes: plans all of them with one query, takes the work lock only where something is to
 * be done, plans again under it, and runs one statement after another.
 */
public final class HotfixReplay implements Step {

    private static final Logger LOG = Logger.getLogger(HotfixReplay.class);

    private final GateConfig config;
    private final RandomGenerator random;
    private final HotfixFolder folder;
    private final CompiledHotfixes compiled;
    private final HotfixCounters counters;
    private final Replay replay;
    private final Undone undone;

    /** @param version of the program: another one parses and judges every file anew */
    public HotfixReplay(
            GateConfig config, RandomGenerator random, HotfixJudge judge, String version, HotfixCounters counters) {
        this.config = config;
        this.random = random;
        this.folder = new HotfixFolder(config.hotfix().dir());
        this.compiled = new CompiledHotfixes(config.schema(), version, config.foreignSchema(), judge);
        this.counters = counters;
        this.replay = new Replay(config, random, counters);
        this.undone = new Undone(counters);
    }

    @Override
    public String name() {
        return "hotfix";
    }

    @Override
    public String inputs() {
        return folder.fingerprint();
    }

    /** Parses, judges and plans all files, so that what is refused or in conflict stops the sequence before it applies anything. */
    @Override
    public void check(Work work) throws InterruptedException {
        attempt(() -> {
            plan(work.session(), compiled.read(work.session(), folder.load())).check(config);
            return StepResult.nothingToDo("checked");
        });
    }

    @Override
    public StepResult run(Work work) throws InterruptedException {
        List<HotfixFile> files = folder.load();
        return files.isEmpty() ? StepResult.nothingToDo("no hotfix files") : attempt(() -> run(work, files));
    }

    /** What the check and the run do. */
    private interface Attempt {
        StepResult run() throws SQLException, InterruptedException;
    }

    private StepResult attempt(Attempt attempt) throws InterruptedException {
        try {
            return attempt.run();
        } catch (SQLException e) {
            throw DatabaseException.during("replaying hotfixes", e);
        } catch (GateException e) {
            count(e);
            throw e;
        }
    }

    private StepResult run(Work work, List<HotfixFile> files) throws SQLException, InterruptedException {
        List<Hotfix> hotfixes = compiled.read(work.session(), files);
        HotfixPlan plan = plan(work.session(), hotfixes);
        boolean working = false;
        for (int tries = 0; !plan.isEmpty() && !working; tries++) {
            plan.check(config);
            working = work.tryLock();
            if (!working) {
                Thread.sleep(Backoff.FAST.delay(tries, random).toMillis());
            }
            plan = plan(work.session(), hotfixes);
        }
        plan.check(config);
        counters.satisfied.add(plan.satisfied());
        if (plan.isEmpty()) {
            undone.satisfied(plan);
            return StepResult.nothingToDo(plan.summary(files.size()));
        }
        undone.look(work.session(), config, plan);
        for (HotfixPlan.Entry entry : plan.work()) {
            replay.run(work, entry.hotfix(), entry.plan());
        }
        undone.satisfied(plan);
        return StepResult.done(plan.summary(files.size()));
    }

    /** Waits for no lock longer than lock_timeout, and for all of them not longer than the lock budget. */
    private HotfixPlan plan(Connection session, List<Hotfix> hotfixes) throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        for (int tries = 0; ; tries++) {
            try {
                return HotfixPlan.of(session, config, hotfixes);
            } catch (SQLException e) {
                boolean spent =
                        System.nanoTime() - begin > config.hotfix().lockBudget().toNanos();
                if (!SqlState.of(e).equals(SqlState.LOCK_NOT_AVAILABLE) || spent) {
                    throw e;
                }
                counters.lockTimeouts.increment();
                LOG.warnf("a table's definition cannot be read, will try again tries=%d", tries + 1);
                Thread.sleep(Backoff.FAST.delay(tries, random).toMillis());
            }
        }
    }

    private void count(GateException e) {
        switch (e.code()) {
            case HF101 -> counters.conflict.increment();
            case HF002, HF100, HF201, HF202 -> counters.refused.increment();
            default -> {}
        }
    }
}
