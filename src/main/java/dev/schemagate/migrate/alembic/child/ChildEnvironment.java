package dev.schemagate.migrate.alembic.child;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.schemagate.db.ChildConnection;

/**
 * What a process is told through its environment: all that this process was told, how the database is reached, the name of its
 * sessions and their settings. What a person has set for the app stays as it is.
 */
public final class ChildEnvironment {

    /** Where the database is, in the form of SQLAlchemy and libpq. */
    public static final String URL = "SCHEMA_GATE_DATABASE_URL";

    /** Where one of these is set, somebody has told libpq already. */
    private static final Set<String> TOLD = Set.of(
            "PGHOST",
            "PGHOSTADDR",
            "PGPORT",
            "PGDATABASE",
            "PGUSER",
            "PGPASSWORD",
            "PGPASSFILE",
            "PGSERVICE",
            "PGSERVICEFILE");

    private static final String OPTIONS = "PGOPTIONS";

    private ChildEnvironment() {}

    /**
     * @param given this process's own
     * @param sessions the name of its sessions
     * @param settings of its sessions, behind which those come that {@code PGOPTIONS} has already
     */
    public static Map<String, String> of(
            Map<String, String> given, ChildConnection database, String sessions, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(given);
        all.put("PYTHONUNBUFFERED", "1");
        all.putIfAbsent("PYTHONIOENCODING", "utf-8");
        all.put(URL, database.url());
        if (Collections.disjoint(given.keySet(), TOLD)) {
            database.variables().forEach(all::putIfAbsent);
        }
        all.put("PGAPPNAME", sessions);
        all.put(OPTIONS, (options(settings) + " " + given.getOrDefault(OPTIONS, "")).strip());
        return all;
    }

    /** As the server reads them: blanks and backslashes behind a backslash (PostgreSQL docs 34.1.2, options). */
    private static String options(Map<String, String> settings) {
        StringBuilder options = new StringBuilder();
        new LinkedHashMap<>(settings).forEach((name, value) -> options.append(options.isEmpty() ? "" : " ")
                .append("-c ")
                .append(name)
                .append('=')
                .append(value.replaceAll("([\\\\\\s])", "\\\\$1")));
        return options.toString();
    }
}
