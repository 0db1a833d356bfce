package dev.schemagate.lint;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.PolicyContext;

/**
 * Prints how long linting takes: with paths, those files, as {@code lint} would; without, generated texts. Not a test.
 *
 * <p>{@code mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=dev.schemagate.lint.LintBenchmark}
 */
final class LintBenchmark {

    private static final String LINE =
            "ALTER TABLE \"Tax\" ADD COLUMN IF NOT EXISTS rate_%d numeric(10,2) DEFAULT 0;\n";

    private LintBenchmark() {}

    public static void main(String... paths) throws Exception {
        if (paths.length > 0) {
            measure(
                    "cold",
                    new Inputs(null, InputStream.nullInputStream())
                            .read(List.of(paths))
                            .files());
            measure(
                    "warm",
                    new Inputs(null, InputStream.nullInputStream())
                            .read(List.of(paths))
                            .files());
            return;
        }
        List<Input> files = new ArrayList<>();
        for (int i = 0; i < 110; i++) {
            files.add(input("hotfixes/" + i + ".sql", lines(9)));
        }
        measure("110 files, cold", files);
        measure("110 files, warm", files);
        measure("1 MB", List.of(input("large.sql", lines(13_500))));
        measure("1 MB again", List.of(input("large.sql", lines(13_500))));
        measure(
                "100,000 parentheses",
                List.of(input("deep.sql", "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000))));
        measure("20 MB literal", List.of(input("literal.sql", "SELECT '" + "x".repeat(20 << 20) + "'")));
        measure("200,000 elements", List.of(input("list.sql", "SELECT ARRAY[" + "1,".repeat(199_999) + "1]")));
    }

    private static void measure(String what, List<Input> inputs) {
        long start = System.nanoTime();
        LintReport report = new Linter(
                        PolicyContext.of("nemo", "public", Engines.LEDGERS),
                        Placeholders.offline(Map.of(), "nemo", Optional.empty()))
                .lint(inputs);
        System.out.printf(
                "%s: %d ms, %d findings%n",
                what, (System.nanoTime() - start) / 1_000_000, report.findings().size());
    }

    private static Input input(String name, String text) {
        return new Input(name, FileKind.HOTFIX, text.getBytes(StandardCharsets.UTF_8), name);
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LINE.formatted(i));
        }
        return text.toString();
    }
}
