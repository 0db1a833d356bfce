package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one PostgreSQL of a test run: the server of TEST_JDBC_URL where that is set, else a container where an engine
 * answers, else the embedded binaries. Every test gets a database of its own on it.
 */
public final class PostgresServer {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Begins the name of each database; of its own in each copy of this class, since Quarkus loads it a second time. */
    private static final String PREFIX =
            "t" + ProcessHandle.current().pid() + "_" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "_";

    /** Held, since the log manager refers to it weakly. */
    private static final List<Logger> CHATTY =
            List.of(Logger.getLogger("io.zonky"), Logger.getLogger("org.testcontainers"), Logger.getLogger("tc"));

    private static final PostgresServer SHARED = start();

    static {
        EveryTest.on(SHARED);
    }

    private final String host;
    private final int port;
    private final String user;
    private final String password;

    PostgresServer(String host, int port, String user, String password) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    public static PostgresServer shared() {
        return SHARED;
    }

    private static PostgresServer start() {
        CHATTY.forEach(logger -> logger.setLevel(Level.OFF));
        String given = System.getenv("TEST_JDBC_URL");
        if (given != null && !given.isBlank()) {
            PostgresServer server = given(URI.create(given.replaceFirst("^jdbc:", "")));
            Runtime.getRuntime().addShutdownHook(new Thread(server::leave));
            return server;
        }
        if (DockerClientFactory.instance().isDockerAvailable()) {
            String version = System.getProperty("test.postgres", "17");
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + version);
            container.withCommand("postgres", "-c", "max_connections=200").start();
            return new PostgresServer(
                    container.getHost(),
                    container.getMappedPort(5432),
                    container.getUsername(),
                    container.getPassword());
        }
        return embedded();
    }

    private static PostgresServer embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(DataFolder.make("epg"))
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    // It would visit hundreds of databases that nobody uses any more.
                    .setServerConfig("autovacuum", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_wal_size", "128MB")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
            return new PostgresServer("localhost", postgres.getPort(), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code postgresql://host:port/database?user=…&password=…}, the form TEST_JDBC_URL has behind "jdbc:". */
    private static PostgresServer given(URI uri) {
        String user = "postgres";
        String password = "postgres";
        for (String pair :
                uri.getQuery() == null ? new String[0] : uri.getQuery().split("&")) {
            user = pair.startsWith("user=") ? pair.substring(5) : user;
            password = pair.startsWith("password=") ? pair.substring(9) : password;
        }
        return new PostgresServer(uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort(), user, password);
    }

    public int port() {
        return port;
    }

    public String host() {
        return host;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** A new, empty database. */
    public TestDatabase newDatabase() {
        return newDatabase("template1");
    }

    TestDatabase newDatabase(String template) {
        String name = PREFIX + NUMBER.incrementAndGet();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            // A block at a time through the log costs the processor more than twice as much; before 15 all are copied
            // as files.
            boolean choice = connection.getMetaData().getDatabaseMajorVersion() >= 15;
            statement.execute(
                    "CREATE DATABASE " + name + " TEMPLATE " + template + (choice ? " STRATEGY FILE_COPY" : ""));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(this, name);
    }

    /** Takes with it what this process made on somebody's server: its databases, and the roles named after them. */
    private void leave() {
        runEach(
                "SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE starts_with(datname, '"
                        + PREFIX + "')",
                "SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE position('" + PREFIX + "' IN rolname) > 0");
    }

    /**
     * Drops the databases that this process made and nobody is connected to, and the roles named after them, whose settings another
     * test would find.
     */
    void dropUnused() {
        runEach(
                "SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE starts_with(datname, '" + PREFIX
                        + "') AND NOT datistemplate AND datname NOT IN (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)",
                "SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE position('" + PREFIX + "' IN rolname) > 0"
                        + " AND NOT EXISTS (SELECT FROM pg_database WHERE right(rolname, length(datname)) = datname)");
    }

    /** Runs the statements that each of these queries gives, and goes on behind one that fails. */
    private void runEach(String... queries) {
        try (Connection connection = connect("postgres")) {
            for (String query : queries) {
                for (String statement : column(connection, query)) {
                    drop(connection, statement);
                }
            }
        } catch (SQLException e) {
            System.err.println("left all databases on the tests' server: " + e.getMessage());
        }
    }

    private static void drop(Connection connection, String statement) {
        try (Statement dropping = connection.createStatement()) {
            dropping.execute(statement);
        } catch (SQLException e) {
            System.err.println("left on the tests' server: " + statement + ": " + e.getMessage());
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + database, user, password);
    }

    String url(String login, String secret, String database) {
        return "postgresql://" + login + ":" + secret + "@" + host + ":" + port + "/" + database;
    }

    /** As the superuser, by way of something that listens on loopback. */
    String url(int other, String database) {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + other + "/" + database;
    }

    String superuserUrl(String database) {
        return url(user, password, database);
    }
}
