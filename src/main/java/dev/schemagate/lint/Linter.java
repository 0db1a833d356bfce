package dev.schemagate.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.lint.manifests.Manifests;
import dev.schemagate.migrate.Refusal;
import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.migrate.flyway.MigrationFile;
import dev.schemagate.migrate.flyway.MigrationScript;
import dev.schemagate.migrate.flyway.MigrationSet;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rule.Tables;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.ColumnTypes;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.TextFile;

/** Checks files without a database. */
public final class Linter {

    private final PolicyContext context;
    private final Placeholders placeholders;
    private final List<Path> locations;

    public Linter(PolicyContext context, Placeholders placeholders) {
        this(context, placeholders, List.of());
    }

    /** @param locations those of one start, whose files must not have the same versions */
    public Linter(PolicyContext context, Placeholders placeholders, List<Path> locations) {
        this.context = context;
        this.placeholders = placeholders;
        this.locations = locations.stream()
                .map(location -> location.toAbsolutePath().normalize())
                .toList();
    }

    /**
     * Checks the files, each by itself but for manifests, Flyway's locations and Alembic's projects, which are read as a start does.
     * What migrations tell of tables is known in all of them.
     */
    public LintReport lint(List<Input> inputs) {
        Map<String, String> texts = new HashMap<>();
        Map<String, List<Finding>> findings = new HashMap<>();
        Map<String, MigrationScript> migrations = migrations(inputs, findings);
        Map<String, Script> scripts = new LinkedHashMap<>();
        Tables tables = new Tables();
        List<SourceText> manifests = new ArrayList<>();
        List<Declaration> declared = new ArrayList<>();
        RevisionLint revisions = new RevisionLint(context, inputs);
        for (Input input : inputs) {
            if (input.kind() == FileKind.REVISION) {
                texts.put(input.name(), PythonText.readable(input.bytes()));
                findings.put(
                        input.name(), Unchecked.orFindings(input.name(), () -> revisions.findings(input, declared)));
                continue;
            }
            String text = TextFile.decode(input.bytes()).text();
            texts.put(input.name(), text);
            ScriptKind kind = input.kind().script();
            if (kind == null) {
                manifests.add(new SourceText(input.name(), text));
            } else {
                attempt(input.name(), findings, () -> {
                    List<Finding> unrunnable = new ArrayList<>();
                    script(input, kind, migrations.get(input.name()), unrunnable)
                            .ifPresent(script -> {
                                scripts.put(input.name(), script);
                                texts.put(input.name(), script.parsed().source().text());
                                tables.learn(script, context.names(kind));
                                declared.addAll(kind.isForeign() ? List.of() : Declaration.of(script, context));
                            });
                    return unrunnable;
                });
            }
        }
        PolicyContext known = context.withTables(tables);
        ColumnTypes types = new ColumnTypes();
        scripts.forEach((name, script) -> attempt(name, findings, () -> Policy.judge(List.of(script), known, types)));
        Manifests.check(manifests)
                .forEach(finding -> findings.computeIfAbsent(finding.file(), file -> new ArrayList<>())
                        .add(finding));
        List<Finding> ordered = inputs.stream()
                .flatMap(input -> Stream.of(input.name() + ".conf", input.name()))
                .flatMap(name -> findings.getOrDefault(name, List.of()).stream())
                .toList();
        return new LintReport(inputs, ordered, declared, texts);
    }

    private static void attempt(String file, Map<String, List<Finding>> findings, Supplier<List<Finding>> check) {
        findings.computeIfAbsent(file, name -> new ArrayList<>()).addAll(Unchecked.orFindings(file, check));
    }

    /**
     * What is judged of a file.
     *
     * @param migration null for a file that Flyway would not run
     * @param unrunnable takes why Flyway cannot run it
     */
    private static Optional<Script> script(
            Input input, ScriptKind kind, @Nullable MigrationScript migration, List<Finding> unrunnable) {
        if (kind.isForeign()) {
            return Optional.of(new Script(kind, SqlParser.parse(input.name(), input.bytes())));
        }
        if (migration == null || !migration.isText()) {
            return Optional.empty();
        }
        migration.refusals().forEach(refusal -> unrunnable.add(refusal.finding()));
        return Optional.of(migration.script());
    }

    /** What Flyway would run, by the files' names. */
    private Map<String, MigrationScript> migrations(List<Input> inputs, Map<String, List<Finding>> findings) {
        Map<String, List<MigrationFile>> locations = new LinkedHashMap<>();
        Map<String, MigrationScript> migrations = new HashMap<>();
        for (Input input : inputs) {
            ScriptKind kind = input.kind().script();
            if (input.migration() != null) {
                locations
                        .computeIfAbsent(start(input.group()), start -> new ArrayList<>())
                        .add(input.migration());
            } else if (kind != null && !kind.isForeign()) {
                MigrationFile file = new MigrationFile(input.name(), input.name(), input.bytes(), null);
                MigrationScript script = MigrationScript.of(file, kind == ScriptKind.REPEATABLE, placeholders);
                report(script.unreadable(), findings);
                migrations.put(input.name(), script);
            }
        }
        for (List<MigrationFile> files : locations.values()) {
            MigrationSet set = new MigrationSet(files, placeholders);
            report(set.refusals(), findings);
            set.scripts().forEach(script -> migrations.put(script.file().path(), script));
        }
        return migrations;
    }

    /** What is the same for all locations of one start. */
    private String start(String location) {
        Path path = Path.of(location).toAbsolutePath().normalize();
        return locations.stream().anyMatch(path::startsWith) ? "" : location;
    }

    private static void report(List<Refusal> refusals, Map<String, List<Finding>> findings) {
        refusals.forEach(refusal -> findings.computeIfAbsent(refusal.file(), file -> new ArrayList<>())
                .add(refusal.finding()));
    }

    /** Prisma migrations that are pending, and what keeps some of them from being known. */
    public record Pending(List<ParsedScript> scripts, List<Finding> findings) {}

    public static Pending pending(Inputs.Found found) {
        List<ParsedScript> scripts = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(found.unread());
        List<Input> sql = found.files().stream()
                .filter(input -> input.kind().script() != null)
                .toList();
        for (Input input : sql) {
            findings.addAll(Unchecked.orFindings(input.name(), () -> {
                ParsedScript script = SqlParser.parse(input.name(), input.bytes());
                scripts.add(script);
                return Policy.unreadable(script);
            }));
        }
        return new Pending(scripts, findings);
    }
}
