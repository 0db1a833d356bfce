package dev.schemagate.policy;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rules.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class RulesTest {

    @ParameterizedTest
    @MethodSource("judging")
    void finds_the_bad_example(Example example) {
        assertThat(example.judge(example.bad()))
                .extracting(Finding::rule)
                .contains(example.rule().id());
    }

    @ParameterizedTest
    @MethodSource("judging")
    void lets_the_good_example_pass(Example example) {
        assertThat(example.judge(example.good()))
                .filteredOn(f -> f.isError() || f.rule().equals(example.rule().id()))
                .extracting(Finding::describe)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("judging")
    void offers_a_fix_that_parses_and_passes(Example example) {
        for (Finding finding : example.judge(example.bad())) {
            assertThat(example.judge(finding.fix().asSql()))
                    .as(finding.describe() + " -> " + finding.fix().asSql())
                    .filteredOn(Finding::isError)
                    .extracting(Finding::describe)
                    .isEmpty();
        }
    }

    @Test
    void has_stable_unique_ids_and_imperative_names() {
        List<Rule> all = Rules.all();
        assertThat(all).extracting(Rule::id).doesNotHaveDuplicates().allMatch(id -> id.matches("(HF|DP)\\d{3}"));
        assertThat(all)
                .extracting(Rule::name)
                .doesNotHaveDuplicates()
                .allMatch(Pattern.compile("[a-z]+(-[a-z]+)+").asMatchPredicate());
    }

    static List<Example> judging() {
        return Rules.judging().stream().map(Example::of).toList();
    }
}
