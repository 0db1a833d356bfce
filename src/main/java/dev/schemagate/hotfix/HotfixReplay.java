package dev.schemagate.hotfix;

import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.GateException;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/**
 * Replays what is missing of the hotfixes: plans all of them with one query, takes the work lock only where something is to
 * be done, plans again under it, and runs one statement after another.
 */
public final class HotfixReplay implements Step {

    private final GateConfig config;
    private final HotfixFolder folder;
    private final CompiledHotfixes compiled;
    private final HotfixCounters counters;
    private final Replay replay;
    private final UndoneHotfixes undone;

    /** @param program its digest: another program parses and judges every file anew */
    public HotfixReplay(
            GateConfig config, RandomGenerator random, HotfixJudge judge, String program, HotfixCounters counters) {
        this.config = config;
        this.folder = new HotfixFolder(config.hotfix().dir());
        this.compiled = new CompiledHotfixes(config.schema(), program, config.foreignSchema(), judge);
        this.counters = counters;
        this.replay = new Replay(config, random, counters);
        this.undone = new UndoneHotfixes(counters);
    }

    @Override
    public String name() {
        return "hotfix";
    }

    @Override
    public String inputs() {
        return folder.fingerprint();
    }

    /** All files and their plan, as one pass saw them. */
    private record Seen(Pass pass, int files, List<Hotfix> hotfixes, HotfixPlan plan) {}

    /**
     * Parses, judges and plans all files, so that what is refused or in conflict stops the sequence before it applies
     * anything. What is run begins with that plan, unless a step between saw something to do ({@link Pass#claimed}): then
     * it, or the pod it waited for, may have changed the catalog. An older plan is only ever believed where it says that
     * nothing is to be done, and then for the moment that the steps between took to find the same; whatever another engine
     * removes meanwhile, the recheck sees as it sees what is removed a moment later. What is to be done is planned again by
     * the worker.
     */
    @Override
    public Prepared prepare(Pass pass) throws InterruptedException {
        Seen before = attempt(() -> see(pass, pass.areOthersAtWork()));
        int missing = before.plan().work().size();
        return () -> attempt(() -> run(pass.claimed() ? see(pass, false) : before, missing));
    }

    /** @param soon whether it is planned later, when another engine has come to rest: then it is parsed and judged only */
    private Seen see(Pass pass, boolean soon) throws SQLException, InterruptedException {
        List<HotfixFile> files = folder.load();
        List<Hotfix> hotfixes = compiled.read(pass.session(), files);
        HotfixPlan plan = hotfixes.isEmpty() || soon ? new HotfixPlan(List.of()) : checkedPlan(pass, hotfixes, false);
        return new Seen(pass, files.size(), hotfixes, plan);
    }

    private interface Attempt<T> {
        T run() throws SQLException, InterruptedException;
    }

    private <T> T attempt(Attempt<T> attempt) throws InterruptedException {
        try {
            return attempt.run();
        } catch (SQLException e) {
            throw DatabaseException.during("replaying hotfixes", e);
        } catch (GateException e) {
            count(e);
            throw e;
        }
    }

    /** @param missing how many statements were to be done when the step was prepared */
    private StepResult run(Seen seen, int missing) throws SQLException, InterruptedException {
        if (seen.files() == 0) {
            counters.saw(FileStatus.Seen.NOTHING);
            return StepResult.nothingToDo("no hotfix files");
        }
        Pass pass = seen.pass();
        HotfixPlan plan = pass.<HotfixPlan, SQLException>claim(
                seen.plan(), HotfixPlan::isEmpty, worker -> checkedPlan(pass, seen.hotfixes(), worker));
        counters.satisfied.add(plan.satisfied());
        long before = counters.applied();
        if (!plan.isEmpty()) {
            undone.look(pass.session(), config, plan);
            new Turns(replay, config.hotfix().lockBudget()).take(pass, plan.work());
            counters.saw(plan.seen(true));
        }
        undone.satisfied(plan);
        long applied = counters.applied() - before;
        String summary = plan.summary(
                seen.files(), applied, Math.max(missing, seen.plan().work().size()) - applied);
        return applied == 0 ? StepResult.nothingToDo(summary) : StepResult.done(summary);
    }

    private HotfixPlan checkedPlan(Pass pass, List<Hotfix> hotfixes, boolean last)
            throws SQLException, InterruptedException {
        return PatientPlan.of(pass, config, counters.lockTimeouts::increment, () -> {
            HotfixPlan plan = HotfixPlan.of(pass.session(), config, hotfixes, last);
            counters.saw(plan.seen(false));
            plan.check(pass.session(), config);
            return plan;
        });
    }

    private void count(GateException e) {
        switch (e.code()) {
            case HF101 -> counters.conflict.increment();
            case HF002, HF100, HF102, HF201, HF202 -> counters.refused.increment();
            default -> {}
        }
    }
}
