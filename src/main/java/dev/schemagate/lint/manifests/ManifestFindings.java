package dev.schemagate.lint.manifests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.sql.SourceText;

/** Collects what there is against one file. */
final class ManifestFindings {

    private final SourceText file;
    private final Set<String> known;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Excerpt> switchedOn = new ArrayList<>();

    /** @param known takes the variables that any file sets, {@code DISABLE_SCHEMA_UPDATE} only where it is true */
    ManifestFindings(SourceText file, Set<String> known) {
        this.file = file;
        this.known = known;
    }

    void add(RiskySetting setting, Excerpt at, String written) {
        add(setting.rule(), setting.rule().level(), at, written + " " + setting.message());
    }

    void add(Rule rule, Level level, Excerpt at, String message) {
        int lineEnd = file.text().indexOf('\n', at.start());
        int end = lineEnd >= 0 ? Math.min(at.end(), lineEnd) : at.end();
        findings.add(Finding.of(rule, file.name(), file.range(at.start(), end), message)
                .withLevel(level));
    }

    void variable(String name, String value) {
        if (!name.equals("DISABLE_SCHEMA_UPDATE") || RiskySetting.isYes(value)) {
            known.add(name);
        }
    }

    boolean isSet(String variable) {
        return known.contains(variable);
    }

    /** A config file says {@code disable_prisma_schema_update: false}; how bad that is the other files tell. */
    void switchedOn(Excerpt at) {
        switchedOn.add(at);
    }

    /** Once all files are read. */
    List<Finding> conclude() {
        boolean contradicts = known.contains("DISABLE_SCHEMA_UPDATE");
        switchedOn.forEach(at -> add(
                ManifestRules.OVERRIDDEN,
                contradicts ? Level.ERROR : Level.WARNING,
                at,
                contradicts
                        ? "disable_prisma_schema_update: false wins over DISABLE_SCHEMA_UPDATE=true"
                        : "disable_prisma_schema_update: false switches schema updates on, whatever"
                                + " DISABLE_SCHEMA_UPDATE says"));
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(finding -> finding.range().offset()))
                .toList();
    }
}
