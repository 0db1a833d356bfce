package dev.schemagate.hotfix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.schemagate.desired.Outcome;

/**
 * What the last look at the catalog found of one hotfix file.
 *
 * @param file its name
 * @param statements how many it has
 * @param satisfied how many of them have nothing left to do
 * @param open the others, as far as they are told
 */
public record FileStatus(String file, long statements, long satisfied, List<Open> open) {

    /** Of how many statements of all files more is told than their number. */
    private static final int TOLD = 100;

    /**
     * A statement with something left to do or to clear up.
     *
     * @param verdict such as {@code missing}
     * @param reason a clause for a person
     * @param locks which it takes when it runs, such as {@code ACCESS EXCLUSIVE on t}; empty where it takes none
     */
    public record Open(int line, String verdict, String reason, String locks) {

        private static Open of(HotfixPlan.Entry entry) {
            return new Open(
                    entry.hotfix().statement().line(),
                    entry.outcome().label(),
                    entry.plan().reason(),
                    entry.plan().locks().stream()
                            .map(use -> use.lock().sql() + " on " + use.relation())
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
    }

    /** All files, and how many statements were found to be how. */
    record Seen(List<FileStatus> files, Map<Outcome, Long> outcomes) {

        static final Seen NOTHING = new Seen(List.of(), Map.of());

        /** @param afterwards whether all that was to be run has run, and so is satisfied */
        static Seen of(List<HotfixPlan.Entry> entries, boolean afterwards) {
            Map<String, List<HotfixPlan.Entry>> byFile = entries.stream()
                    .collect(Collectors.groupingBy(
                            entry -> entry.hotfix().file().name(), LinkedHashMap::new, Collectors.toList()));
            Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
            List<FileStatus> files = new ArrayList<>();
            int told = 0;
            for (Map.Entry<String, List<HotfixPlan.Entry>> file : byFile.entrySet()) {
                List<HotfixPlan.Entry> open = new ArrayList<>();
                for (HotfixPlan.Entry entry : file.getValue()) {
                    Outcome outcome = afterwards && entry.hasWork() ? Outcome.SATISFIED : entry.outcome();
                    outcomes.merge(outcome, 1L, Long::sum);
                    if (outcome != Outcome.SATISFIED) {
                        open.add(entry);
                    }
                }
                long all = file.getValue().size();
                List<Open> some = open.stream().limit(TOLD - told).map(Open::of).toList();
                told += some.size();
                files.add(new FileStatus(file.getKey(), all, all - open.size(), some));
            }
            return new Seen(List.copyOf(files), outcomes);
        }
    }
}
