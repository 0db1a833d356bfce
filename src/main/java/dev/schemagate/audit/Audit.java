package dev.schemagate.audit;

import java.util.List;
import java.util.OptionalInt;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.ownership.Ownership;
import dev.schemagate.ownership.StrangerException;
import dev.schemagate.ownership.guard.Inspection;
import dev.schemagate.prisma.drift.MountedDrift;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/**
 * The last step: reports what a ready database should not contain. It changes nothing, and fails for strangers where
 * {@code gate.audit.strangers} says so.
 *
 * <p>A start looks at what one cheap statement tells. All of it is looked at when no pod waits for it: at the first recheck after a
 * pass, and then now and again.
 */
public final class Audit implements Step {

    private static final Logger LOG = Logger.getLogger(Audit.class);

    /** Every how many rechecks all of it is looked at; 10 minutes by default. */
    private static final int EVERY = 20;

    private final Look look;
    private final MountedDrift drift;
    private final boolean failsForStrangers;
    private volatile Findings found = Findings.NONE;
    private int rechecks;

    public Audit(GateConfig config, Ownership ownership) {
        this.look = new Look(config, ownership);
        this.drift = new MountedDrift(config);
        this.failsForStrangers = config.audit().strangers() == GateConfig.OnStrangers.FAIL;
    }

    @Override
    public String name() {
        return "audit";
    }

    /** What was found, a sentence each. */
    public List<String> findings() {
        return found.all();
    }

    /** How many objects of the foreign schema no engine owns; empty before all of it was looked at. */
    public OptionalInt strangers() {
        return found.complete() ? OptionalInt.of(found.strangers().size()) : OptionalInt.empty();
    }

    /** The foreign keys and views from one schema into the other, with what becomes of each, a line each. */
    public List<String> border() {
        return found.border();
    }

    /** The drift from Prisma's mounted schema. */
    public MountedDrift drift() {
        return drift;
    }

    /** The guard as the last run found it. */
    public Inspection guard() {
        return found.guard();
    }

    @Override
    public Prepared prepare(Pass pass) {
        return () -> run(pass);
    }

    private StepResult run(Pass pass) {
        if (pass.isHurried()) {
            rechecks = 0;
            note(failsForStrangers ? look.complete(pass.session()) : look.quick(pass.session()));
        } else if (rechecks++ % EVERY == 0) {
            note(look.complete(pass.session()).withDrift(drift.look(pass.session())));
        } else {
            return StepResult.nothingToDo(found.summary());
        }
        if (failsForStrangers && !found.strangers().isEmpty()) {
            throw new StrangerException(found.strangers());
        }
        return found.all().isEmpty() ? StepResult.nothingToDo(found.summary()) : StepResult.done(found.summary());
    }

    private void note(Findings now) {
        Findings all = found.updated(now);
        List<String> known = found.all();
        all.all().stream()
                .filter(finding -> !known.contains(finding))
                .forEach(finding -> LOG.warnf("audit finding=\"%s\"", finding));
        found = all;
    }
}
