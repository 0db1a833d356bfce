package dev.schemagate.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What statements will bring, in their order: what one name is to stand for must be the same for all of them. */
final class Coming {

    private record First(Wish wish, AskedStatement by) {}

    private final Map<List<String>, First> named = new HashMap<>();
    private final Set<Wish> constraints = new HashSet<>();
    private final Map<List<String>, Wish> set = new HashMap<>();

    /** The finding for a wish of {@code by}, or a conflict with what an earlier statement asks for. */
    Finding judge(Wish wish, Finding finding, AskedStatement by) {
        if (finding.verdict() == Verdict.SATISFIED && isUndone(wish)) {
            return Finding.missing(finding.reason() + ", until an earlier statement changes it");
        }
        if (finding.verdict() != Verdict.MISSING) {
            return finding;
        }
        if (wish instanceof Wish.Constraint constraint && constraint.withColumn() && isLeftOut(constraint, by)) {
            return Finding.conflict(finding.reason() + ", and another statement adds its column without it");
        }
        Optional<List<String>> name = NamedThing.of(wish);
        First first =
                name.map(key -> named.putIfAbsent(key, new First(wish, by))).orElse(null);
        return first == null || first.wish.equals(wish)
                ? finding
                : Finding.conflict(finding.reason() + ", and another statement asks for it in another shape");
    }

    /** A statement that will run sets all that it sets, what a later one takes back too. */
    void runs(AskedStatement statement) {
        statement.wishes().forEach(wish -> Superseded.setting(wish).ifPresent(key -> set.put(key, wish)));
    }

    private boolean isUndone(Wish wish) {
        Wish earlier = Superseded.setting(wish).map(set::get).orElse(wish);
        return !earlier.equals(wish);
    }

    /** Whether an earlier statement brings the column, so that this one will skip it with its constraints. */
    private boolean isLeftOut(Wish.Constraint constraint, AskedStatement by) {
        boolean earlier = constraint.columns().stream()
                .map(column -> named.get(NamedThing.column(constraint, column)))
                .anyMatch(first -> first != null && first.by != by);
        return !constraints.contains(constraint) && (earlier || !constraints.add(constraint));
    }
}
