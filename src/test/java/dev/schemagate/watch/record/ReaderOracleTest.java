package dev.schemagate.watch.record;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.verdict.ApplicationName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * PostgreSQL as the judge of the readers: it writes the same errors in all its formats at once, under one {@code log_line_prefix}
 * after the other. What is read of csvlog and of the plain log is what jsonlog says, or is not known; and a prefix under which that
 * of an ordinary session is not known is refused. {@code -Dreader.oracle.prefixes=300 -Dreader.oracle.seed=7} looks further.
 */
@EveryVersion
@Timeout(7_200)
class ReaderOracleTest {

    private static final int PREFIXES = Integer.getInteger("reader.oracle.prefixes", 20);
    private static final long SEED = Long.getLong("reader.oracle.seed", 20261126);
    private static final int SESSIONS = 8;

    private static final Pattern ID = Pattern.compile("missing_\\d+");

    private static final List<String> ZONES = List.of(
            "UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "<+03>-3", "UTC-3", "Asia/Kathmandu", "EST");

    private static LoggingServer server;
    private static OracleClients clients;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, Long> offsets = new HashMap<>();
    private int sessions;
    private int compared;
    private int untold;
    private final Map<String, Integer> refused = new TreeMap<>();

    private record Written(OracleClients.Client client, String statement, Instant at) {}

    @BeforeAll
    static void start() {
        server = LoggingServer.start(Map.of("listen_addresses", "'127.0.0.1,::1'"));
        server.set("log_rotation_size", "0");
        server.set("log_filename", "oracle.log");
        clients = OracleClients.of(server);
        server.execute("postgres", "SELECT pg_rotate_logfile()");
        await().until(() -> Files.exists(server.logs().resolve("oracle.csv")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_format_says_the_same_of_a_session_or_says_that_it_does_not_know() throws IOException {
        List<String> prefixes = new ArrayList<>(RandomPrefix.KNOWN);
        for (int i = 0; i < PREFIXES; i++) {
            prefixes.add(RandomPrefix.next(random));
        }
        System.out.printf("readers: %d prefixes, -Dreader.oracle.seed=%d%n", prefixes.size(), SEED);
        for (String prefix : prefixes) {
            judge(prefix);
        }
        System.out.printf(
                "readers: %d records compared, %d fields not told, of %d prefixes refused: %s%n",
                compared, untold, prefixes.size(), refused);
    }

    private void judge(String prefix) throws IOException {
        boolean verbose = random.nextInt(4) == 0;
        String zone = RandomPrefix.pick(random, ZONES.toArray(String[]::new));
        server.set(Map.of(
                "log_error_verbosity", verbose ? "verbose" : "default",
                "log_timezone", zone,
                "log_line_prefix", prefix));
        Set<Field> needed = Set.of(Field.DATABASE, random.nextBoolean() ? Field.APPLICATION_NAME : Field.ADDRESS);
        PlainLog needs = new PlainLog(verbose, needed, Read.session("app", "appdb", "web-1", "127.0.0.1", ""));
        LinePrefix read = new LinePrefix(prefix);
        Optional<String> obstacle = needs.obstacle(read);
        obstacle.ifPresent(reason -> {
            refused.merge(RandomPrefix.kind(reason), 1, Integer::sum);
            assertThat(reason.contains("' does not tell ") || !RandomPrefix.separates(prefix))
                    .as("refused for a reason: %s", reason)
                    .isTrue();
            assertThat(needs.obstacle(new LinePrefix(advised(reason))))
                    .as(reason)
                    .isEmpty();
        });
        LogFormats formats = new LogFormats(
                Read.STATES, zone(server.query("postgres", "SHOW log_timezone")), read, needs, Clock.systemUTC());
        Map<String, Written> written = write();
        String what = "log_line_prefix = '" + prefix + "', verbose " + verbose + ", zone " + zone + ", needs " + needed;
        Map<String, DatabaseError> csv = errors(formats.csv(), "oracle.csv", written, written.keySet(), what);
        Map<String, DatabaseError> best =
                server.hasJson() ? errors(formats.json(), "oracle.json", written, written.keySet(), what) : csv;
        Map<String, DatabaseError> plain = errors(
                formats.stderr(), "oracle.log", written, obstacle.isEmpty() ? inOneLine(written) : Set.of(), what);
        written.forEach((id, client) -> {
            DatabaseError truth = best.get(id);
            assertThat(truth.session()).as(what).isEqualTo(session(client.client(), truth));
            assertThat(Duration.between(client.at(), truth.time()).abs())
                    .as(what)
                    .isLessThan(Duration.ofSeconds(30));
            assertThat(csv.get(id)).as(what).isEqualTo(truth);
            if (plain.containsKey(id)) {
                compare(plain.get(id), truth, client, prefix, obstacle.isEmpty() ? needed : Set.of(), what);
            }
        });
    }

    private static ZoneId zone(String name) {
        return LogTime.zone(name).orElseThrow(() -> new AssertionError(name + " is not known"));
    }

    private static String advised(String reason) {
        Matcher advice =
                Pattern.compile("SET log_line_prefix = '((?:[^']|'')*)'").matcher(reason);
        assertThat(advice.find()).as(reason).isTrue();
        return advice.group(1).replace("''", "'");
    }

    private Map<String, Written> write() throws IOException {
        Map<String, Written> written = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            OracleClients.Client client = clients.next(random, i < 3);
            String id = "missing_" + ++sessions;
            String statement = RandomPrefix.pick(
                    random,
                    "SELECT " + id,
                    "SELECT " + id + "\n\tFROM (VALUES ('a \"b\", 42703, ERROR:  c'))\nx",
                    "SELECT 'ü',\n\n" + id + " -- STATEMENT:  42703");
            try (RawClient session =
                    new RawClient(client.address(), client.user(), client.database(), client.application())) {
                assertThat(session.run(statement)).contains("42703");
            }
            written.put(id, new Written(client, statement, Instant.now()));
        }
        return written;
    }

    /** The new errors of a file, by their column; waits until all are there where they are expected. */
    private Map<String, DatabaseError> errors(
            LogFormat format, String file, Map<String, Written> written, Set<String> wanted, String what)
            throws IOException {
        Path path = server.logs().resolve(file);
        long from = offsets.getOrDefault(file, 0L);
        Map<String, DatabaseError> errors = new HashMap<>();
        await().alias(what + ": " + file + " has not " + written)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    byte[] bytes = Files.readAllBytes(path);
                    byte[] fresh = Arrays.copyOfRange(bytes, (int) from, bytes.length);
                    errors.clear();
                    format.read(fresh, 0, fresh.length, true, found -> {
                        Matcher id = ID.matcher(
                                found instanceof LogRecord.Failed failed
                                        ? failed.error().message()
                                        : "");
                        if (id.find()) {
                            DatabaseError error = ((LogRecord.Failed) found).error();
                            DatabaseError before = errors.putIfAbsent(id.group(), error);
                            // Each line of a report that can be read in several ways may be taken for an error.
                            assertThat(before == null
                                            || !written.get(id.group()).client().ordinary())
                                    .as("%s told once", error)
                                    .isTrue();
                        }
                    });
                    offsets.put(file, (long) bytes.length);
                    return errors.keySet().containsAll(wanted);
                });
        return errors;
    }

    /** A line break in a name tears the line apart, so that its error may be seen without its column. */
    private static Set<String> inOneLine(Map<String, Written> written) {
        return written.entrySet().stream()
                .filter(entry -> !(entry.getValue().client().user()
                                + entry.getValue().client().database())
                        .contains("\n"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What the client said of itself, as the server keeps it. */
    private static Session session(OracleClients.Client client, DatabaseError truth) {
        String application = truth.applicationName();
        String kept = new ApplicationName(client.application()).names(application) ? application : client.application();
        return Read.session(
                client.user(),
                client.database(),
                kept,
                client.address() instanceof InetSocketAddress inet
                        ? inet.getHostString().replaceFirst("^0:0:0:0:0:0:0:1$", "::1")
                        : "[local]",
                truth.session().shown(Field.PID));
    }

    private void compare(
            DatabaseError plain, DatabaseError truth, Written written, String prefix, Set<Field> needed, String what) {
        compared++;
        boolean padded = prefix.matches(".*%-?\\d+[aud].*");
        for (Field field : Field.values()) {
            String value = plain.session().get(field);
            String expected = truth.session().shown(field);
            if (value == null) {
                untold++;
                assertThat(written.client().ordinary() && needed.contains(field))
                        .as("%s: %s of %s not told", what, field, written)
                        .isFalse();
            } else {
                assertThat(padded ? value.strip() : value)
                        .as("%s: %s of %s", what, field, written)
                        .isIn(padded ? expected.strip() : expected, expected.equals("[unknown]") ? "" : expected);
            }
        }
        if (written.client().ordinary() && !needed.isEmpty()) {
            assertThat(plain.sqlState()).as(what).isEqualTo("42703");
            assertThat(plain.statement()).as(what).isEqualTo(truth.statement());
            assertThat(plain.cursor()).as(what).isEqualTo(truth.cursor());
            assertThat(plain.message()).as(what).isEqualTo(truth.message());
            // %t and %n are taken by clocks of their own, and of whole seconds.
            assertThat(plain.time()).as(what).isCloseTo(truth.time(), within(1_500, ChronoUnit.MILLIS));
        }
    }
}
