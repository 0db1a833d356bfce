package dev.schemagate.watch.source;

import java.util.Arrays;
import java.util.List;

/** Who runs the server, told by settings and roles that only it has, and where its users get at the log. The order is that of certainty. */
public enum Provider {
    RDS(
            "rds",
            "Amazon RDS or Aurora",
            "no role may read its log directory; set log_destination = csvlog in the parameter group and read its"
                    + " files with gate.watch.sources = log-fdw"),
    ALLOYDB("alloydb", "AlloyDB", Advice.ELSEWHERE),
    CLOUD_SQL("cloudsql", "Cloud SQL", Advice.ELSEWHERE),
    AZURE("azure", "Azure Database for PostgreSQL", Advice.ELSEWHERE),
    NEON("neon", "Neon", Advice.ELSEWHERE),
    CLOUD_NATIVE_PG(
            "cnpg",
            "CloudNativePG",
            "its log goes through a pipe to the pod's output; read it with gate.watch.sources = database-pods and"
                    + " gate.watch.database-pods = cnpg.io/cluster=NAME"),
    SUPABASE("supabase", "Supabase", Advice.ELSEWHERE),
    /** None of those. */
    UNKNOWN("", "", "");

    /** Constants of an enumeration cannot use its own. */
    private static final class Advice {
        static final String ELSEWHERE =
                "its log cannot be read over SQL; read the app's own with gate.watch.sources = pod";
    }

    /**
     * An expression over the settings {@code s} that the login may see: the marks of those that the server has. The roles are those that
     * each gives to its administrators. A setting that is asked for by name and may not be seen would be an error.
     */
    static final String MARKS = "concat_ws(',', (SELECT string_agg(DISTINCT split_part(name, '.', 1), ',') FROM s"
            + " WHERE name ~ '^(rds|alloydb|cloudsql|azure|neon|cnpg)[.]'),"
            + " (SELECT string_agg(mark, ',') FROM (VALUES ('rds', 'rds_superuser'), ('alloydb', 'alloydbsuperuser'),"
            + " ('cloudsql', 'cloudsqlsuperuser'), ('azure', 'azure_pg_admin'), ('neon', 'neon_superuser'),"
            + " ('supabase', 'supabase_admin')) known (mark, role) WHERE to_regrole(role) IS NOT NULL),"
            + " CASE WHEN current_setting('cnpg.config_sha256', true) <> '' THEN 'cnpg' END,"
            + " (SELECT 'cnpg' FROM s WHERE name = 'log_directory' AND setting = '/controller/log'))";

    private final String mark;
    private final String title;
    private final String advice;

    Provider(String mark, String title, String advice) {
        this.mark = mark;
        this.title = title;
        this.advice = advice;
    }

    /** By what {@link #MARKS} answers. */
    static Provider of(String marks) {
        List<String> found = List.of(marks.split(","));
        return Arrays.stream(values())
                .filter(provider -> found.contains(provider.mark))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Its name for people; empty where it is not known. */
    public String title() {
        return title;
    }

    /** Where its users find the log, in a clause; empty where nothing is known of it. */
    String advice() {
        return advice;
    }
}
