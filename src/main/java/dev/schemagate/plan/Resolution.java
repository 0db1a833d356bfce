package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.sql.LongValues;
import dev.schemagate.sql.QualifiedName;

/**
 * Says of what is missing whether PostgreSQL would refuse it: a name that nobody has, a literal that its type does not take, a
 * relation of the wrong kind. The server parses probes and runs none of them; what earlier statements bring counts as there. Parsing
 * still calls operators of our own queries, and the checks of domains inside arrays: nothing is resolved where one of them is
 * somebody else's.
 */
public final class Resolution {

    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final Probe probe;
    private final Map<List<String>, Map<String, String>> columns = new HashMap<>();
    private final Map<List<String>, List<String>> labels = new HashMap<>();
    private String doubt = "";

    private Resolution(Probe probe) {
        this.probe = probe;
    }

    /** The same plans; those that cannot succeed say why. In the transaction that they were made in. */
    public static List<StatementPlan> of(Connection session, Acting acting, List<StatementPlan> plans)
            throws SQLException {
        if (plans.stream().noneMatch(Resolution::isOpen)) {
            return plans;
        }
        List<StatementPlan> open = withoutDomains(session, acting, plans);
        if (Trust.ask(session, List.of()).everywhere()) {
            return open;
        }
        Database.execute(session, acting.enter());
        Resolution resolution = new Resolution(new Probe(session));
        List<StatementPlan> resolved = new ArrayList<>();
        for (StatementPlan plan : open) {
            resolution.doubt = "";
            String refusal = isOpen(plan) ? resolution.refusal(plan.statement()) : null;
            resolved.add(refusal == null ? plan.doubted(resolution.doubt) : plan.refused(refusal));
        }
        return resolved;
    }

    /** Asked first, since parsing a literal would call the checks that are looked for. */
    private static List<StatementPlan> withoutDomains(Connection session, Acting acting, List<StatementPlan> plans)
            throws SQLException {
        Map<Wish, String> refusals = HeldDomains.refusals(
                session,
                acting,
                plans.stream()
                        .filter(Resolution::isOpen)
                        .flatMap(plan -> plan.statement().wishes().stream())
                        .toList());
        return plans.stream()
                .map(plan -> plan.statement().wishes().stream()
                        .map(refusals::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(plan::refused)
                        .orElse(plan))
                .toList();
    }

    private static boolean isOpen(StatementPlan plan) {
        return plan.verdict() == Verdict.MISSING && !plan.finding().impossible();
    }

    private @Nullable String refusal(AskedStatement statement) throws SQLException {
        for (Wish wish : statement.wishes()) {
            if (wish instanceof Wish.Column column) {
                columns.computeIfAbsent(table(column), t -> new LinkedHashMap<>())
                        .putIfAbsent(column.name(), column.type());
            }
        }
        for (Wish wish : statement.wishes()) {
            String refusal = refusal(wish, statement);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable String refusal(Wish wish, AskedStatement by) throws SQLException {
        if (wish instanceof Wish.EnumValue value) {
            return label(value);
        }
        Relation relation = probe.relation(wish.schema(), wish.table());
        if (relation == null) {
            return null;
        }
        if (wish instanceof Wish.Column column) {
            return column(column, relation, by.only());
        }
        if (wish instanceof Wish.Index index) {
            return index(index, relation, by.alone());
        }
        if (wish instanceof Wish.Constraint constraint) {
            return constraint(constraint, relation, by.only());
        }
        if (wish instanceof Wish.Default value) {
            return probe.refuses("SELECT " + quote(value.name()) + from(wish));
        }
        if (wish instanceof Wish.Nullability nullability) {
            return probe.refuses("SELECT " + quote(nullability.name()) + from(wish));
        }
        boolean ofColumn =
                wish instanceof Wish.Comment comment && comment.kind().equals("COLUMN");
        return ofColumn ? probe.refuses("SELECT " + quote(((Wish.Comment) wish).part()) + from(wish)) : null;
    }

    private @Nullable String column(Wish.Column wish, Relation relation, boolean only) throws SQLException {
        if (relation.isPartition()) {
            return relation.name() + " is a partition: the column comes with its parent's";
        }
        if (only && relation.hasHeirs()) {
            return relation.name() + " has partitions or heirs, which need the column too: leave ONLY out";
        }
        if (relation.isTyped()) {
            return relation.name() + " is of a composite type, and takes no column of its own";
        }
        if (SYSTEM_COLUMNS.contains(wish.name())) {
            return "column name " + wish.name() + " is PostgreSQL's own";
        }
        String value = wish.expression() == null ? wish.value() : wish.expression();
        String collation = wish.collation() == null ? "" : " COLLATE " + wish.collation();
        String table = wish.expression() == null ? "" : from(wish);
        String refusal = probe.refuses(
                "SELECT ((" + (value == null ? "NULL" : value) + "\n)::" + wish.type() + ")" + collation + table);
        return refusal != null || value == null ? refusal : probe.refusesLiteral(value, wish.type());
    }

    private @Nullable String index(Wish.Index wish, Relation relation, boolean alone) throws SQLException {
        if (!relation.takesIndexes()) {
            return relation.name() + " is no table, and takes no index";
        }
        if (relation.isPartitioned() && alone) {
            return relation.name() + " is partitioned: no index is built on it concurrently; write the same for each"
                    + " partition, which is all that queries need";
        }
        List<String> keys = new ArrayList<>();
        for (Wish.Index.Key key : wish.keys()) {
            keys.add((key.column() == null ? "(" + key.expression() + "\n)" : quote(key.column()))
                    + (key.collation() == null ? "" : " COLLATE " + key.collation()));
        }
        String include =
                wish.include().stream().map(column -> ", " + quote(column)).collect(Collectors.joining());
        String where = wish.where() == null ? "" : " WHERE " + wish.where() + "\n";
        Probe.Types types = probe.types("SELECT " + String.join(", ", keys) + include + from(wish) + where);
        if (types.refusal() == null && wish.method().equals("btree")) {
            doubt = longColumn(wish, types.names());
        }
        return types.refusal() != null ? types.refusal() : probe.method(wish, types.names());
    }

    /** The first column whose values may be longer than an entry of the index, which old code writes to; empty where there is none. */
    private String longColumn(Wish.Index wish, List<String> types) {
        List<@Nullable String> columns = Stream.concat(
                        wish.keys().stream().map(Wish.Index.Key::column), wish.include().stream())
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < Math.min(columns.size(), types.size()); i++) {
            String column = columns.get(i);
            if (column != null && probe.hasColumn(wish, column) && !LongValues.fit(types.get(i))) {
                return column;
            }
        }
        return "";
    }

    private @Nullable String constraint(Wish.Constraint wish, Relation relation, boolean only) throws SQLException {
        if (wish.type().equals("p") && relation.hasPrimaryKey()) {
            return relation.name() + " has a primary key already";
        }
        if (wish.check() != null) {
            return probe.refuses("SELECT" + from(wish) + " WHERE " + wish.check() + "\n");
        }
        String own = wish.columns().stream().map(QualifiedName::quote).collect(Collectors.joining(", "));
        String refusal = own.isEmpty() ? null : probe.refuses("SELECT " + own + from(wish));
        Wish.Constraint.Reference to = wish.references();
        if (to != null && !relation.takesForeignKeys()) {
            return relation.name() + " is no table, and takes no foreign key";
        }
        if (to != null && only && relation.isPartitioned()) {
            return relation.name() + " is partitioned, and its partitions need the foreign key too: leave ONLY out";
        }
        return refusal != null || to == null ? refusal : reference(wish, to, relation);
    }

    private @Nullable String reference(Wish.Constraint wish, Wish.Constraint.Reference to, Relation relation)
            throws SQLException {
        Relation referred = probe.relation(to.schema(), to.table());
        String name = new QualifiedName(to.schema(), to.table()).sql();
        if (referred == null) {
            return "relation " + name + " does not exist";
        }
        if (relation.isPartitioned() && !wish.validated() && !probe.validatesPartitionsLater()) {
            return relation.name() + " is partitioned: this server adds no foreign key NOT VALID to it";
        }
        List<String> key = referred.uniqueKey(to.columns());
        if (key == null || key.size() != wish.columns().size()) {
            return name + " has no unique key on " + (to.columns().isEmpty() ? "as many columns" : to.columns());
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            pairs.add("a." + quote(wish.columns().get(i)) + " = b." + quote(key.get(i)));
        }
        return probe.refuses(
                "SELECT " + String.join(" AND ", pairs) + " FROM (SELECT *" + from(wish) + ") a, ONLY " + name + " b");
    }

    private @Nullable String label(Wish.EnumValue wish) throws SQLException {
        List<String> brought = labels.computeIfAbsent(table(wish), t -> new ArrayList<>());
        String neighbour = wish.neighbour();
        if (neighbour != null && !brought.contains(neighbour) && !probe.hasLabel(wish, neighbour)) {
            return "type " + Judge.table(wish) + " has no label '" + neighbour + "'";
        }
        brought.add(wish.label());
        return null;
    }

    /** The table under its own name, with the columns that are still to come. */
    private String from(Wish wish) {
        String coming = columns.getOrDefault(table(wish), Map.of()).entrySet().stream()
                .filter(column -> !probe.hasColumn(wish, column.getKey()))
                .map(column -> ", NULL::" + column.getValue() + " AS " + quote(column.getKey()))
                .collect(Collectors.joining());
        return " FROM (SELECT t.*" + coming + " FROM ONLY " + Judge.table(wish) + " t) AS " + quote(wish.table());
    }

    private static List<String> table(Wish wish) {
        return Stream.of(wish.schema(), wish.table()).toList();
    }

    private static String quote(@Nullable String name) {
        return QualifiedName.quote(name == null ? "" : name);
    }
}
