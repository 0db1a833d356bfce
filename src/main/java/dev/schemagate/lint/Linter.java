package dev.schemagate.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.lint.manifests.Manifests;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.policy.rules.TextRules;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

/** Checks files without a database. */
public final class Linter {

    private final PolicyContext context;
    private final Map<String, String> placeholders;

    /** @param placeholders Flyway's, by name */
    public Linter(PolicyContext context, Map<String, String> placeholders) {
        this.context = context;
        Map<String, String> all = new HashMap<>();
        all.put("flyway:defaultSchema", context.ownedSchema());
        all.putAll(placeholders);
        this.placeholders = Map.copyOf(all);
    }

    /** Checks the files, each by itself but for manifests. */
    public Report lint(List<Input> inputs) {
        Map<String, String> texts = new HashMap<>();
        Map<String, List<Finding>> findings = new HashMap<>();
        List<SourceText> manifests = new ArrayList<>();
        for (Input input : inputs) {
            String text = SqlParser.text(input.bytes());
            texts.put(input.name(), text);
            ScriptKind kind = input.kind().script();
            if (kind == null) {
                manifests.add(new SourceText(input.name(), text));
            } else {
                findings.put(input.name(), Unchecked.orFindings(input.name(), () -> judge(input, kind, texts)));
            }
        }
        Manifests.check(manifests)
                .forEach(finding -> findings.computeIfAbsent(finding.file(), file -> new ArrayList<>())
                        .add(finding));
        List<Finding> ordered = inputs.stream()
                .flatMap(input -> findings.getOrDefault(input.name(), List.of()).stream())
                .toList();
        return new Report(inputs, ordered, texts);
    }

    private List<Finding> judge(Input input, ScriptKind kind, Map<String, String> texts) {
        List<Finding> found = new ArrayList<>();
        ParsedScript parsed = parse(input, found);
        texts.put(input.name(), parsed.source().text());
        found.addAll(Policy.judge(new Script(kind, parsed), context));
        return found;
    }

    /** Reads a file of SQL as {@link #lint} does, Flyway's placeholders replaced. */
    public ParsedScript read(Input input) {
        return parse(input, new ArrayList<>());
    }

    /** Prisma migrations that are pending, and what keeps some of them from being known. */
    public record Pending(List<ParsedScript> scripts, List<Finding> findings) {}

    public static Pending pending(Inputs.Found found) {
        List<ParsedScript> scripts = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(found.unread());
        for (Input input : found.files()) {
            findings.addAll(Unchecked.orFindings(input.name(), () -> {
                ParsedScript script = SqlParser.parse(input.name(), input.bytes());
                scripts.add(script);
                return Policy.unreadable(script);
            }));
        }
        return new Pending(scripts, findings);
    }

    private ParsedScript parse(Input input, List<Finding> findings) {
        boolean flyway = input.kind() == FileKind.MIGRATION || input.kind() == FileKind.REPEATABLE;
        ParsedScript asWritten = SqlParser.parse(input.name(), input.bytes());
        if (!flyway || !asWritten.source().text().contains("${")) {
            return asWritten;
        }
        Placeholders resolved = new Placeholders(placeholders);
        String text = resolved.resolve(asWritten.source().text());
        resolved.missing()
                .forEach(name -> findings.add(Finding.of(
                                TextRules.READABLE,
                                input.name(),
                                new SourceRange(0, 0, 1, 1),
                                "placeholder ${" + name + "} has no value")
                        .withFix(new Fix.Advice("Give it one: --placeholder " + name + "=value"))));
        return SqlParser.parse(new SourceText(input.name(), text));
    }
}
