package dev.schemagate.lint.manifests;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.policy.rule.Rule;

/**
 * What somebody can write into a manifest, and what there is against it.
 *
 * @param message behind what was written
 */
record RiskySetting(Rule rule, String written, When when, String message) {

    /** Which values of a variable are meant. */
    enum When {
        ALWAYS,
        OFF
    }

    private static final Set<String> NO = Set.of("false", "0", "no", "off", "f", "n");
    private static final Set<String> YES = Set.of("true", "1", "yes", "on", "t", "y");

    /** Options of prisma and litellm, with {@code _} for {@code -}. */
    private static final List<RiskySetting> OPTIONS = List.of(
            always(ManifestRules.PUSH, "__use_prisma_db_push", "runs prisma db push --accept-data-loss"),
            always(ManifestRules.DATA_LOSS, "__accept_data_loss", "agrees to data loss beforehand"),
            always(ManifestRules.DATA_LOSS, "__force_reset", "agrees to data loss beforehand"),
            always(ManifestRules.RESOLVER, "__use_legacy_migration_resolver", "brings the destructive resolver back"));

    private static final List<RiskySetting> VARIABLES = List.of(
            new RiskySetting(
                    ManifestRules.RESOLVER,
                    "USE_V2_MIGRATION_RESOLVER",
                    When.OFF,
                    "brings the destructive resolver back"),
            always(ManifestRules.UNREAD, "USE_PRISMA_MIGRATE", "is no longer read"));

    /** Verbs of prisma. */
    private static final List<RiskySetting> VERBS = List.of(
            always(ManifestRules.PUSH, "db push", "drops what schema.prisma does not know"),
            always(ManifestRules.RESET, "migrate reset", "drops the schema"),
            always(ManifestRules.RESET, "migrate dev", "drops the schema"),
            always(ManifestRules.EXECUTE, "db execute", "runs SQL that nobody judges"));

    private static RiskySetting always(Rule rule, String written, String message) {
        return new RiskySetting(rule, written, When.ALWAYS, message);
    }

    /** The one that a word of a command line is. */
    static Optional<RiskySetting> option(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        int equals = lower.indexOf('=');
        String name = (equals < 0 ? lower : lower.substring(0, equals)).replace('-', '_');
        return lower.startsWith("--") && !(equals >= 0 && isNo(lower.substring(equals + 1)))
                ? OPTIONS.stream().filter(s -> s.written.equals(name)).findFirst()
                : Optional.empty();
    }

    static Optional<RiskySetting> variable(String name, String value) {
        return VARIABLES.stream()
                .filter(s -> s.written.equals(name) && (s.when == When.ALWAYS || isNo(value)))
                .findFirst();
    }

    static Optional<RiskySetting> verb(String first, String second) {
        return VERBS.stream()
                .filter(s -> s.written.equals(first + " " + second))
                .findFirst();
    }

    static boolean isNo(String value) {
        return NO.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    static boolean isYes(String value) {
        return YES.contains(value.strip().toLowerCase(Locale.ROOT));
    }
}
