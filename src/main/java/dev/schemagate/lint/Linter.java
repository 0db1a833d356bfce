package dev.schemagate.lint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.deployment.DeploymentFile;
import dev.schemagate.deployment.Deployments;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
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

    /** Checks the files, group by group. */
    public Report lint(List<Input> inputs) {
        Map<String, String> texts = new HashMap<>();
        Map<String, List<Finding>> findings = new HashMap<>();
        Map<String, List<Script>> groups = new LinkedHashMap<>();
        List<DeploymentFile> manifests = new ArrayList<>();
        for (Input input : inputs) {
            ScriptKind kind = input.kind().script();
            if (kind == null) {
                String text = new String(input.bytes(), StandardCharsets.UTF_8);
                texts.put(input.name(), text);
                manifests.add(new DeploymentFile(input.name(), text));
            } else {
                ParsedScript parsed = parse(input, findings);
                texts.put(input.name(), parsed.source().text());
                groups.computeIfAbsent(input.group(), group -> new ArrayList<>())
                        .add(new Script(kind, parsed));
            }
        }
        groups.values().forEach(group -> file(Policy.judge(group, context), findings));
        file(Deployments.check(manifests), findings);
        List<Finding> ordered = inputs.stream()
                .flatMap(input -> findings.getOrDefault(input.name(), List.of()).stream())
                .toList();
        return new Report(inputs, ordered, texts);
    }

    /** Reads a file of SQL as {@link #lint} does, Flyway's placeholders replaced. */
    public ParsedScript read(Input input) {
        return parse(input, new HashMap<>());
    }

    /** Reads a Prisma migration that is pending. */
    public static ParsedScript pending(Input input) {
        return SqlParser.parse(input.name(), input.bytes());
    }

    private ParsedScript parse(Input input, Map<String, List<Finding>> findings) {
        boolean flyway = input.kind() == FileKind.MIGRATION || input.kind() == FileKind.REPEATABLE;
        ParsedScript asWritten = SqlParser.parse(input.name(), input.bytes());
        if (!flyway || !asWritten.source().text().contains("${")) {
            return asWritten;
        }
        Placeholders resolved = new Placeholders(placeholders);
        String text = resolved.resolve(asWritten.source().text());
        resolved.missing().forEach(name -> findings.computeIfAbsent(input.name(), key -> new ArrayList<>())
                .add(new Finding(
                        TextRules.READABLE.id(),
                        TextRules.READABLE.level(),
                        input.name(),
                        new SourceRange(0, 0, 1, 1),
                        "placeholder ${" + name + "} has no value",
                        "-- Give it one: --placeholder " + name + "=value")));
        return SqlParser.parse(new SourceText(input.name(), text));
    }

    private static void file(List<Finding> found, Map<String, List<Finding>> findings) {
        found.forEach(f ->
                findings.computeIfAbsent(f.file(), key -> new ArrayList<>()).add(f));
    }
}
