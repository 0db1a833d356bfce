package dev.schemagate.policy.rule;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class UncheckedTest {

    static List<Throwable> defects() {
        return List.of(
                new StackOverflowError(),
                new IndexOutOfBoundsException(7),
                new OutOfMemoryError("Java heap space"),
                new NoClassDefFoundError("x"),
                new AssertionError());
    }

    @ParameterizedTest
    @MethodSource("defects")
    void a_defect_is_the_files_finding(Throwable defect) {
        List<Finding> findings = Unchecked.orFindings("a.sql", () -> {
            throw UncheckedTest.<RuntimeException>asIs(defect);
        });

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo("a.sql");
            assertThat(finding.isError()).isTrue();
            assertThat(Unchecked.is(finding)).isTrue();
        });
    }

    @Test
    void a_defect_is_named_with_its_place() {
        assertThat(Unchecked.orFindings(
                        "a.sql", () -> List.of((Finding) List.of().get(0))))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .matches("internal error: \\w+Exception at UncheckedTest.java:\\d+");
    }

    @Test
    void what_was_found_is_kept() {
        assertThat(Unchecked.orFindings("a.sql", List::of)).isEmpty();
    }

    @SuppressWarnings("unchecked") // any throwable as if it were unchecked
    private static <T extends Throwable> T asIs(Throwable defect) throws T {
        throw (T) defect;
    }
}
