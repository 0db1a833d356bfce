package dev.schemagate.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rule.Tables;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

/** A rule's {@code bad.sql} and {@code good.sql}. */
record Example(Rule rule, String bad, String good) {

    static final PolicyContext CONTEXT = PolicyContext.of("nemo", "public", Engines.LEDGERS)
            .withPending(List.of(
                    parse("20261101_pending/migration.sql", "ALTER TABLE \"Tax\" ADD COLUMN pending_rate numeric;")))
            .withTables(new Tables()
                    .learn(
                            new Script(
                                    ScriptKind.PRISMA,
                                    parse(
                                            "20260901_remark/migration.sql",
                                            "ALTER TABLE \"Tax\" ADD COLUMN remark text;")),
                            new NameResolution("public")));

    static Example of(Rule rule) {
        return new Example(rule, read(rule, "bad.sql"), read(rule, "good.sql"));
    }

    List<Finding> judge(String sql) {
        return Policy.judge(new Script(kind(), parse("hotfixes/0007_tax.sql", sql)), CONTEXT);
    }

    ScriptKind kind() {
        if (rule.id().startsWith("HF09")) {
            return ScriptKind.PRISMA;
        }
        return rule.id().matches("HF02[34]") ? ScriptKind.MIGRATION : ScriptKind.HOTFIX;
    }

    static ParsedScript parse(String name, String sql) {
        return SqlParser.parse(new SourceText(name, sql));
    }

    private static String read(Rule rule, String file) {
        try (InputStream in = Example.class.getResourceAsStream("rules/" + rule.id() + "/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return rule.id();
    }
}
