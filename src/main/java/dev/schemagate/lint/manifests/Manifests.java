package dev.schemagate.lint.manifests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.SourceText;

/** Checks YAML files together: what a variable in one of them says a config file in another may contradict. */
public final class Manifests {

    private Manifests() {}

    /** What there is against the files, in their order. */
    public static List<Finding> check(List<SourceText> files) {
        Set<String> known = new HashSet<>();
        List<ManifestFindings> read = new ArrayList<>();
        List<Runnable> afterwards = new ArrayList<>();
        List<Finding> found = new ArrayList<>();
        for (SourceText file : files) {
            ManifestFindings findings = new ManifestFindings(file, known);
            found.addAll(Unchecked.orFindings(file.name(), () -> {
                read(file, findings, afterwards);
                return List.of();
            }));
            read.add(findings);
        }
        afterwards.forEach(Runnable::run);
        read.forEach(findings -> found.addAll(findings.conclude()));
        return found;
    }

    private static void read(SourceText file, ManifestFindings findings, List<Runnable> afterwards) {
        Excerpt text = Excerpt.ofFile(file.text());
        YamlText yaml = YamlText.of(text);
        if (yaml == null) {
            findings.add(
                    ManifestRules.READABLE,
                    ManifestRules.READABLE.level(),
                    text.part(0, 0),
                    ManifestRules.READABLE.title());
            yaml = YamlText.ofTemplate(text);
        }
        if (yaml != null) {
            new ManifestReader(findings, afterwards).read(yaml);
        }
    }
}
