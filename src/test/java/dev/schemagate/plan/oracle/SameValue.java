package dev.schemagate.plan.oracle;

import java.sql.SQLException;
import java.util.Set;

/** Whether two catalogs differ only in defaults that give the same values, as the server computes them. */
final class SameValue {

    private static final String DEFAULT = "default ";

    private final PlanningSession session;

    SameValue(PlanningSession session) {
        this.session = session;
    }

    boolean gives(CatalogFacts there, CatalogFacts wanted) throws SQLException {
        Set<String> names = there.differing(wanted);
        for (String name : names) {
            boolean extra = !wanted.shapes().containsKey(name) && !name.startsWith(DEFAULT);
            if (!extra
                    && !(name.startsWith(DEFAULT)
                            && same(name.substring(DEFAULT.length()), value(there, name), value(wanted, name)))) {
                return false;
            }
        }
        return !names.isEmpty();
    }

    private static String value(CatalogFacts facts, String name) {
        return facts.shapes().getOrDefault(name, "NULL");
    }

    private boolean same(String column, String there, String wanted) throws SQLException {
        int dot = column.lastIndexOf('.');
        String name = column.substring(dot + 1);
        return session.isTrue(
                "DROP TABLE IF EXISTS probe; CREATE TEMP TABLE probe AS SELECT " + name + " AS a, " + name
                        + " AS b FROM " + column.substring(0, dot) + " WHERE false; INSERT INTO probe VALUES (" + there
                        + ", " + wanted + ")",
                "SELECT a::text IS NOT DISTINCT FROM b::text FROM probe");
    }
}
