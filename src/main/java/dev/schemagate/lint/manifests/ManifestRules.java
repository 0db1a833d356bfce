package dev.schemagate.lint.manifests;

import java.util.List;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;

/** The rules for manifests. What the settings do was read from Prisma's and LiteLLM's sources or measured. */
public final class ManifestRules {

    static final Rule PUSH = error(
            "DP001",
            "never-push-a-schema",
            "prisma db push makes the database look like one file",
            "It drops empty tables and hotfix columns without a warning; LiteLLM's --use_prisma_db_push adds"
                    + " --accept-data-loss and drops tables with rows, too.",
            "Use prisma migrate deploy; for LiteLLM set USE_V2_MIGRATION_RESOLVER=true");
    static final Rule DATA_LOSS = error(
            "DP002",
            "never-accept-data-loss",
            "data loss is agreed to beforehand",
            "--accept-data-loss drops tables with rows that Prisma does not know; --force-reset drops the whole schema.",
            "Delete the option");
    static final Rule RESET = error(
            "DP003",
            "never-reset-a-database",
            "prisma migrate reset and dev drop the schema",
            "reset drops everything; dev resets on its own when it finds drift, and a hotfix is drift.",
            "Use prisma migrate deploy");
    static final Rule EXECUTE = error(
            "DP004",
            "execute-no-unjudged-sql",
            "prisma db execute runs SQL that nobody judges",
            "No policy, no ledger, no lock timeout.",
            "Mount the SQL as a hotfix");
    static final Rule RESOLVER = error(
            "DP005",
            "use-the-v2-resolver",
            "LiteLLM's first resolver drops what it does not know",
            "At every start it compares the database with schema.prisma and executes the difference, DROP TABLE and DROP"
                    + " COLUMN included: an old pod removes a hotfix's column again.",
            "Set USE_V2_MIGRATION_RESOLVER=true and delete --use_legacy_migration_resolver");
    static final Rule OVERRIDDEN = error(
            "DP006",
            "let-config-and-variable-agree",
            "the config file switches schema updates on, whatever the variable says",
            "general_settings.disable_prisma_schema_update wins over DISABLE_SCHEMA_UPDATE.",
            "Set general_settings.disable_prisma_schema_update: true");
    static final Rule UNREAD = warning(
            "DP007",
            "drop-unread-variables",
            "USE_PRISMA_MIGRATE is no longer read",
            "It is documented and proves nothing: LiteLLM decides by other settings.",
            "Set USE_V2_MIGRATION_RESOLVER=true instead");
    static final Rule DEFAULT_RESOLVER = warning(
            "DP008",
            "name-the-resolver",
            "this LiteLLM may start with its first resolver",
            "Before 2026-09 the destructive resolver is the default.",
            "Set USE_V2_MIGRATION_RESOLVER=true, or DISABLE_SCHEMA_UPDATE=true where a job migrates");
    static final Rule READABLE = warning(
            "DP009",
            "write-valid-yaml",
            "not YAML; a template is only read as far as it is YAML without its expressions",
            "A template is not a manifest: what it becomes cannot be judged.",
            "Check what it is rendered to");

    private ManifestRules() {}

    public static List<Rule> all() {
        return List.of(PUSH, DATA_LOSS, RESET, EXECUTE, RESOLVER, OVERRIDDEN, UNREAD, DEFAULT_RESOLVER, READABLE);
    }

    private static Rule error(String id, String name, String title, String why, String remedy) {
        return Rule.ofText(id, name, RuleGroup.DEPLOYMENT, Level.ERROR, title, why, remedy);
    }

    private static Rule warning(String id, String name, String title, String why, String remedy) {
        return Rule.ofText(id, name, RuleGroup.DEPLOYMENT, Level.WARNING, title, why, remedy);
    }
}
