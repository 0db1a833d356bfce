package dev.schemagate.desired;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.sql.Identifiers;

/**
 * Asks the server what it would refuse, before it is made; what earlier statements bring counts as there.
 */
public final class ServerCheck {

    private final Probe probe;
    private final Map<List<String>, Optional<Relation>> relations = new HashMap<>();
    private final Map<List<String>, Map<String, String>> columns = new HashMap<>();
    private final Map<List<String>, List<String>> labels = new HashMap<>();
    private boolean only;
    private boolean alone;
    private String doubt = "";

    private ServerCheck(Connection session) {
        this.probe = new Probe(session);
    }

    /**
     * Empty where nothing may be asked: parsing calls operators of our own queries, and the checks of domains inside arrays,
     * which may be somebody else's.
     */
    public static Optional<ServerCheck> begin(Connection session, Acting acting) throws SQLException {
        if (Trust.ask(session, List.of()).everywhere()) {
            return Optional.empty();
        }
        Database.execute(session, acting.enter());
        return Optional.of(new ServerCheck(session));
    }

    /**
     * Why the server would refuse a statement that asks for these; null where nothing speaks against it. What it brings is
     * there for the next one; what is refused brings nothing.
     *
     * @param only whether it leaves partitions and heirs alone
     * @param alone whether it runs outside a transaction
     */
    public @Nullable String refusal(List<DesiredObject> objects, boolean only, boolean alone) throws SQLException {
        this.only = only;
        this.alone = alone;
        this.doubt = "";
        List<DesiredColumn> coming = objects.stream()
                .filter(DesiredColumn.class::isInstance)
                .map(DesiredColumn.class::cast)
                .filter(column -> columns.computeIfAbsent(table(column), t -> new LinkedHashMap<>())
                                .putIfAbsent(column.name(), column.type())
                        == null)
                .toList();
        String refusal = refusal(objects);
        if (refusal != null) {
            coming.forEach(column -> columns.get(table(column)).remove(column.name()));
        }
        return refusal;
    }

    private @Nullable String refusal(List<DesiredObject> objects) throws SQLException {
        for (DesiredObject object : objects) {
            boolean known = !object.needsTable()
                    || find(object.schema(), object.table()).isPresent();
            String refusal = known ? object.refusal(this) : null;
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** The first column of the statement's index whose values may be longer than an entry, which old code writes to; empty where there is none. */
    public String doubt() {
        return doubt;
    }

    Probe probe() {
        return probe;
    }

    void doubt(String column) {
        doubt = column;
    }

    boolean only() {
        return only;
    }

    boolean alone() {
        return alone;
    }

    Optional<Relation> find(String schema, String name) throws SQLException {
        Optional<Relation> relation = relations.get(List.of(schema, name));
        if (relation == null) {
            relation = Relation.find(probe.session(), schema, name);
            relations.put(List.of(schema, name), relation);
        }
        return relation;
    }

    /** The table of an object that needs one. */
    Relation relation(DesiredObject object) throws SQLException {
        return find(object.schema(), object.table()).orElseThrow();
    }

    /** The object's table under its own name, with the columns that are still to come. */
    String from(DesiredObject object) {
        String coming = columns.getOrDefault(table(object), Map.of()).entrySet().stream()
                .filter(column -> !hasColumn(object, column.getKey()))
                .map(column -> ", NULL::" + column.getValue() + " AS " + Identifiers.quote(column.getKey()))
                .collect(Collectors.joining());
        return " FROM (SELECT t.*" + coming + " FROM ONLY " + object.sqlName() + " t) AS "
                + Identifiers.quote(object.table());
    }

    private static List<String> table(DesiredObject object) {
        return List.of(object.schema(), object.table());
    }

    boolean hasColumn(DesiredObject object, String column) {
        return relations.getOrDefault(table(object), Optional.empty()).stream()
                .anyMatch(relation -> relation.columns().contains(column));
    }

    /** Why the object's table has no such column. */
    @Nullable
    String refusesColumn(DesiredObject object, String column) throws SQLException {
        return probe.refuses("SELECT " + Identifiers.quote(column) + from(object));
    }

    /** Whether the type has a label, or an earlier statement brings it. */
    boolean hasLabel(DesiredEnumLabel of, String label) throws SQLException {
        return labels.getOrDefault(table(of), List.of()).contains(label) || probe.hasLabel(of, label);
    }

    void brings(DesiredEnumLabel label) {
        labels.computeIfAbsent(table(label), type -> new ArrayList<>()).add(label.label());
    }
}
