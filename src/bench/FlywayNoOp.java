import org.flywaydb.core.Flyway;

/** Flyway alone, as a process: what the benchmark compares the gate's start with. Arguments: JDBC URL, user, password, folder. */
class FlywayNoOp {

    public static void main(String[] args) {
        Flyway.configure()
                .dataSource(args[0], args[1], args[2])
                .locations("filesystem:" + args[3])
                .schemas("nemo")
                .load()
                .migrate();
    }
}
