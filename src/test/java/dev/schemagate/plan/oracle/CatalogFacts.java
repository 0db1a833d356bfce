package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The catalog in PostgreSQL's own words: each thing by its name, and its shape. */
record CatalogFacts(Map<String, String> shapes) {

    private static final String QUERY = Vocabulary.resource("picture.sql");

    static CatalogFacts read(Connection session) throws SQLException {
        Map<String, String> shapes = new TreeMap<>();
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(QUERY)) {
                while (row.next()) {
                    shapes.put(row.getString(1), Objects.toString(row.getString(2), ""));
                }
            }
        }
        return new CatalogFacts(shapes);
    }

    /** What keeps this from being all that the other is. More is there, valid or tuned than was asked: that is no difference. */
    List<String> lacks(CatalogFacts asked) {
        List<String> lacking = new ArrayList<>();
        asked.shapes.forEach((name, shape) -> {
            String here = shapes.get(name);
            boolean more = name.startsWith("valid ") && shape.equals("false") && here != null;
            if (!shape.equals(here) && !more) {
                lacking.add(name + ": " + here + ", asked: " + shape);
            }
        });
        shapes.keySet().stream()
                .filter(name -> !asked.shapes.containsKey(name) && name.matches("(?s)(comment|default) .*"))
                .forEach(name -> lacking.add(name + ": only here"));
        return lacking;
    }

    /** The things that both have, or have not, in different shapes. */
    Set<String> differing(CatalogFacts other) {
        Set<String> names = new TreeSet<>(shapes.keySet());
        names.addAll(other.shapes.keySet());
        names.removeIf(name -> Objects.equals(shapes.get(name), other.shapes.get(name)));
        return names;
    }

    boolean holds(String kind, String shape) {
        return shapes.entrySet().stream()
                .anyMatch(e -> e.getKey().startsWith(kind) && e.getValue().equals(shape));
    }
}
