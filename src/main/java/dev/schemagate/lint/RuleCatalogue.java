package dev.schemagate.lint;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.schemagate.lint.manifests.ManifestRules;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rules.Rules;

/** All rules that {@code lint} knows, for the docs and for reports. */
final class RuleCatalogue {

    private RuleCatalogue() {}

    static List<Rule> all() {
        return Stream.concat(Rules.all().stream(), ManifestRules.all().stream())
                .sorted(Comparator.comparing(Rule::id))
                .toList();
    }
}
