package dev.schemagate.audit;

import java.util.List;
import java.util.stream.Stream;

import dev.schemagate.error.Wording;
import dev.schemagate.ownership.guard.Inspection;

/**
 * What looks at the database found, a sentence each.
 *
 * @param defects of any other kind
 * @param drift from Prisma's mounted schema
 * @param strangers what of the foreign schema no engine owns
 * @param border foreign keys and views from one schema into the other, with what becomes of each; nothing is wrong with them
 * @param complete whether drift, strangers and border were looked for
 */
record Findings(
        List<String> defects,
        List<String> drift,
        List<String> strangers,
        List<String> border,
        Inspection guard,
        boolean complete) {

    static final Findings NONE = new Findings(List.of(), List.of(), List.of(), List.of(), Inspection.NONE, false);

    /** A newer look that did not go as far. */
    Findings updated(Findings newer) {
        return newer.complete ? newer : new Findings(newer.defects, drift, strangers, border, newer.guard, complete);
    }

    Findings withDrift(List<String> deviations) {
        return new Findings(defects, deviations, strangers, border, guard, complete);
    }

    /** What somebody has to see to. */
    List<String> all() {
        Stream<String> broken = guard.installed() && !guard.intact()
                ? Stream.of(guard.summary() + "; schema-gate guard status tells all of it")
                : Stream.of();
        return Stream.of(defects.stream(), drift.stream(), strangers.stream(), broken)
                .flatMap(each -> each)
                .toList();
    }

    String summary() {
        int found = all().size();
        String text = found == 0 ? "nothing to report" : Wording.counted(found, "finding");
        return text + (guard.intact() ? ", " + guard.summary() : "");
    }
}
