package dev.schemagate.ownership;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.files.Resource;
import dev.schemagate.policy.rule.Ledgers;
import dev.schemagate.sql.Identifiers;

/**
 * Which engine owns what. A pure judgement of what the queries here find; where no schema of Prisma's is known, its tables and enums are
 * taken on trust.
 *
 * @param engine what brings the owned schema to head, such as {@code flyway}; empty where nothing does
 * @param histories the history tables of all engines that may own the owned schema
 * @param schema reads the names of the tables, enums and views of Prisma's schema; empty where none is given
 */
public record Ownership(
        String owned,
        String foreign,
        Optional<String> engine,
        Set<String> histories,
        Supplier<Optional<Set<String>>> schema) {

    /** What LiteLLM makes at its start, beside its migrations. */
    private static final Set<String> LITELLM_VIEWS = Set.of(
            "LiteLLM_VerificationTokenView",
            "MonthlyGlobalSpend",
            "Last30dKeysBySpend",
            "Last30dModelsBySpend",
            "MonthlyGlobalSpendPerKey",
            "MonthlyGlobalSpendPerUserPerKey",
            "Last30dTopEndUsersSpend",
            "DailyTagSpend");

    private static final Set<String> PRISMA_KINDS = Set.of("table", "enum");

    private static final String PUSHED_TABLE =
            "prisma db push drops it where it is empty, --accept-data-loss and --force-reset always";
    private static final String PUSHED_ENUM = "prisma db push and --force-reset drop it";
    private static final String KEPT = "prisma db push keeps it, --force-reset drops it";
    private static final String UNTOUCHED = "a push or reset of Prisma's does not touch it";

    public static Ownership of(
            GateConfig config, Optional<String> engine, Set<String> histories, Supplier<Optional<Set<String>>> schema) {
        return new Ownership(config.ownedSchema(), config.foreignSchema(), engine, histories, schema);
    }

    private Optional<Set<String>> models() {
        return schema.get();
    }

    /** Every object of both schemas: schema, kind, name, identity and extension, the last null where it belongs to none. */
    String objects() {
        return fill("objects.sql");
    }

    /**
     * As {@link #objects}, less what cannot be a stranger, so that a schema of thousands of Prisma's tables costs nothing: two columns,
     * {@code stranger} and the description of each, which {@link #stranger} takes.
     */
    public String candidates() {
        Stream<String> known = Stream.of(LITELLM_VIEWS, histories, models().orElse(Set.of()), Set.of(Ledgers.PRISMA))
                .flatMap(Set::stream);
        return "SELECT 'stranger', kind || E'\\n' || identity FROM (" + objects()
                + ") object WHERE extension IS NULL AND schema = "
                + Identifiers.literal(foreign) + " AND name NOT IN ("
                + known.sorted().map(Identifiers::literal).collect(Collectors.joining(", ")) + ")"
                + (models().isPresent() ? "" : " AND kind NOT IN ('table', 'enum')");
    }

    /** A foreign key or view over the border: two columns, {@code border} and what {@link #crossing} takes. */
    public String border() {
        return "SELECT 'border', concat_ws(E'\\n', kind, identity, schema, target) FROM (" + fill("border.sql")
                + ") border";
    }

    private String fill(String resource) {
        return Resource.fill(
                Resource.text(Ownership.class, resource),
                Map.of("owned", Identifiers.literal(owned), "foreign", Identifiers.literal(foreign)));
    }

    /** A row of {@link #candidates} in one line. */
    public String stranger(String row) {
        String[] parts = row.split("\n", 2);
        return strange(parts[0], parts[1]).describe();
    }

    /** A row of {@link #border} in one line, with what becomes of it. */
    public String crossing(String row) {
        String[] parts = row.split("\n", 4);
        boolean ours = parts[2].equals(owned);
        String fate;
        if (parts[0].equals("foreign key")) {
            fate = ours
                    ? "prisma db push keeps it, --force-reset drops it without a word"
                    : "prisma db push and --force-reset drop it";
        } else {
            fate = (ours ? "Prisma" : "our engine") + " cannot change the type of a column that it shows, "
                    + "and --force-reset drops it";
        }
        return parts[0] + " " + parts[1] + " needs " + parts[3] + " of the other engine: " + fate;
    }

    private OwnedObject strange(String kind, String identity) {
        return new OwnedObject(
                kind,
                identity,
                Optional.empty(),
                models().isPresent() && PRISMA_KINDS.contains(kind)
                        ? "since schema.prisma does not have it"
                        : "since Prisma makes no " + plural(kind) + " and no extension owns it",
                fate(kind));
    }

    private static String plural(String kind) {
        return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
    }

    private static String fate(String kind) {
        return switch (kind) {
            case "table" -> PUSHED_TABLE;
            case "enum" -> PUSHED_ENUM;
            default -> KEPT;
        };
    }

    /** @param extension null where it belongs to none */
    OwnedObject judge(String schema, String kind, String name, String identity, @Nullable String extension) {
        boolean ours = schema.equals(owned);
        if (extension != null) {
            return owned(kind, identity, "extension " + extension, "which has it as a member", ours ? UNTOUCHED : KEPT);
        }
        if (kind.equals("table") && histories.contains(name)) {
            return owned(
                    kind,
                    identity,
                    "a migration engine",
                    ours ? "whose history it is" : "whose history it is, in the wrong schema",
                    ours ? UNTOUCHED : PUSHED_TABLE);
        }
        if (kind.equals("table") && name.equals(Ledgers.PRISMA)) {
            return owned(
                    kind,
                    identity,
                    "Prisma",
                    ours ? "whose ledger it is, in the wrong schema" : "whose ledger it is",
                    ours ? UNTOUCHED : "--force-reset drops it");
        }
        if (ours) {
            return engine.map(brings -> owned(kind, identity, brings, "which owns schema " + owned, UNTOUCHED))
                    .orElseGet(() -> new OwnedObject(
                            kind, identity, Optional.empty(), "since gate.migrate.engine is none", UNTOUCHED));
        }
        if (kind.equals("view") && LITELLM_VIEWS.contains(name)) {
            return owned(kind, identity, "LiteLLM", "which makes it at its start", KEPT);
        }
        if (models().map(all -> all.contains(name)).orElse(PRISMA_KINDS.contains(kind))) {
            return owned(
                    kind,
                    identity,
                    "Prisma",
                    models().isPresent() ? "in whose schema it is" : "which owns schema " + foreign,
                    "--force-reset drops it");
        }
        return strange(kind, identity);
    }

    private static OwnedObject owned(String kind, String identity, String owner, String because, String fate) {
        return new OwnedObject(kind, identity, Optional.of(owner), because, fate);
    }
}
