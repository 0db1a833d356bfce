package dev.schemagate.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rules.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class RulesTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/schemagate/policy/rules");

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

    /** So that somebody who was told of a rule finds it. */
    @Test
    void each_is_in_the_class_of_its_name() {
        assertThat(Rules.judging()).allSatisfy(rule -> assertThat(SOURCES.resolve(className(rule) + ".java"))
                .content()
                .containsSubsequence("Rule RULE = new Rule(", "\"" + rule.id() + "\"", "\"" + rule.name() + "\""));
    }

    private static String className(Rule rule) {
        return Pattern.compile("(?:^|-)([a-z])").matcher(rule.name()).replaceAll(word -> word.group(1)
                .toUpperCase(Locale.ROOT));
    }

    static List<Example> judging() {
        return Rules.judging().stream().map(Example::of).toList();
    }
}
