package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StderrLogTest {

    /** Whoever may raise an error says what stands in it. */
    @Test
    void a_message_of_megabytes_that_can_be_read_in_many_ways_costs_little() {
        String line = "2026-11-22 14:16:09.038 UTC 42703 u d a 10.0.0.1 ERROR:  " + "ERROR:  a ".repeat(200_000) + "\n";
        LogFormat format = Read.formats("%m %e %u %d %a %h ").stderr();
        var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());

        assertThat(Read.errors(format, line)).hasSize(1);
        assertThat(thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(64 << 20);
    }

    private static final String PREFIX = "%m [%p] %q%u@%d app=%a host=%h st=%e ";
    private static final String HEAD =
            "2026-11-22 13:55:54.625 UTC [27994] app@appdb app=web 1 host=10.0.0.7 st=42703 ";
    private static final String ERROR = HEAD + "ERROR:  column \"x\" does not exist at character 8\n" + HEAD
            + "HINT:  Perhaps you meant y.\n" + HEAD + "STATEMENT:  select x\n\tfrom t\n\twhere a = 1\n";
    private static final String LOG =
            "2026-11-22 13:55:55.000 UTC [1] LOG:  checkpoint starting\n2026-11-22 13:55:56.000 UTC [2] app@appdb app=a host=h st=00000 LOG:  statement: select '42703'\n";

    private final LogFormat format = Read.formats(PREFIX).stderr();

    @Test
    void reads_a_report_with_its_statement() {
        assertThat(Read.errors(format, LOG + ERROR + LOG)).singleElement().satisfies(error -> {
            assertThat(error.time()).isEqualTo(Instant.parse("2026-11-22T13:55:54.625Z"));
            assertThat(error.message()).isEqualTo("column \"x\" does not exist");
            assertThat(error.statement()).isEqualTo("select x\nfrom t\nwhere a = 1");
            assertThat(error.cursor()).isEqualTo(8);
            assertThat(error.session()).isEqualTo(Read.session("app", "appdb", "web 1", "10.0.0.7", "27994"));
        });
    }

    @Test
    void finds_each_error_once_wherever_a_chunk_ends() {
        byte[] bytes = (ERROR + LOG + ERROR + ERROR).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut += 3) {
            List<LogRecord> records = new ArrayList<>();
            int consumed = format.read(bytes, 0, cut, false, records::add);
            format.read(bytes, consumed, bytes.length, true, records::add);

            assertThat(Read.errors(records)).as("cut at %d", cut).hasSize(3);
            assertThat(Read.errors(records)).allMatch(e -> "select x\nfrom t\nwhere a = 1".equals(e.statement()));
        }
    }

    @Test
    void waits_for_the_end_of_a_report_until_the_log_has_settled() {
        byte[] bytes = ERROR.getBytes(StandardCharsets.UTF_8);
        List<LogRecord> records = new ArrayList<>();

        assertThat(format.read(bytes, 0, bytes.length, false, records::add)).isZero();
        assertThat(Read.errors(records)).isEmpty();
        assertThat(format.read(bytes, 0, bytes.length, true, records::add)).isEqualTo(bytes.length);
        assertThat(Read.errors(records)).hasSize(1);
    }

    @Test
    void reads_the_state_of_a_verbose_log_without_it_in_the_prefix() {
        LogFormat verbose =
                Read.formats("%t [%p]: db=%d,user=%u,app=%a,client=%r ").stderr();

        assertThat(Read.errors(verbose, """
                        2026-11-22 13:55:54 UTC [27994]: db=appdb,user=app,app=web-1,client=10.0.0.7(41758) ERROR:  42703: column "x" does not exist at character 8
                        2026-11-22 13:55:54 UTC [27994]: db=appdb,user=app,app=web-1,client=10.0.0.7(41758) LOCATION:  errorMissingColumn, parse_relation.c:3720
                        2026-11-22 13:55:54 UTC [27994]: db=appdb,user=app,app=web-1,client=10.0.0.7(41758) STATEMENT:  select x
                        """)).singleElement().satisfies(error -> {
            assertThat(error.remoteHost()).isEqualTo("10.0.0.7");
            assertThat(error.statement()).isEqualTo("select x");
        });
    }

    @Test
    void reads_padding_and_epochs() {
        LogFormat padded = Read.formats("%n %-10a|%5p|%e|%d ").stderr();

        assertThat(Read.errors(
                        padded, "1795355754.625 web-1     |   42|42P01|appdb ERROR:  relation \"t\" does not exist\n"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.time()).isEqualTo(Instant.ofEpochMilli(1795355754625L));
                    assertThat(error.applicationName()).isEqualTo("web-1");
                    assertThat(error.session().get(Session.Field.PID)).isEqualTo("42");
                });
    }

    @Test
    void takes_the_inner_query_of_a_function() {
        String log = HEAD + "ERROR:  column \"x\" does not exist at character 8\n" + HEAD + "QUERY:  select x from t\n"
                + HEAD + "CONTEXT:  PL/pgSQL function f() line 3 at PERFORM\n" + HEAD + "STATEMENT:  select f()\n";

        assertThat(Read.errors(format, log)).singleElement().satisfies(error -> {
            assertThat(error.statement()).isEqualTo("select x from t");
            assertThat(error.cursor()).isEqualTo(8);
        });
    }

    /** What servers print with lc_messages of German, French and Japanese; a French colon stands behind a no-break space. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FEHLER:  Spalte »x« existiert nicht at character 8|TIPP:  Vielleicht y.|ANWEISUNG:  select x",
                "ERREUR:  la colonne « x » n'existe pas|ASTUCE\u00a0:  Peut-être y.|INSTRUCTION\u00a0:  select x",
                "ERROR:  列\"x\"は存在しません|ヒント:  y|文:  select x"
            })
    void counts_a_report_in_another_language_once(String lines) {
        String text = Arrays.stream(lines.split("\\|"))
                .map(line -> "2026-11-22 13:55:54.625 UTC [9] app@appdb app=a host=h st=42703 " + line + "\n")
                .collect(Collectors.joining());
        String later = text.replace("54.625", "54.626");

        assertThat(Read.errors(format, text + text.replace("[9]", "[10]") + later))
                .hasSize(3);
    }

    /** Lines of a server with the prefix that Amazon RDS offers, of an IPv4 and an IPv6 client. */
    @Test
    void lets_no_field_run_into_the_next() {
        LogFormat rds = Read.formats("%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:").stderr();

        assertThat(Read.errors(rds, """
                        2026-11-26 14:12:37.100 UTC:127.0.0.1(46266):app@wdb:[13045]:1:42703:2026-11-26 14:11:39 UTC:41/4:0:6b083e1b.32f5:pod-a:ERROR:  column t.nope does not exist at character 8
                        2026-11-26 14:13:08.300 UTC:::1(39862):app@wdb:[17777]:1:42703:2026-11-26 14:13:08 UTC:94/4:0:6b083e74.4571:pod-a:ERROR:  column t.nope does not exist at character 8
                        """))
                .extracting(DatabaseError::session)
                .containsExactly(
                        Read.session("app", "wdb", "pod-a", "127.0.0.1", "13045"),
                        Read.session("app", "wdb", "pod-a", "::1", "17777"));
    }

    /** Who names a session so wants to pass for another's; what can be read in several ways is not known. */
    @Test
    void does_not_believe_a_name_that_holds_what_stands_between_the_fields() {
        String name = "web app=web-2 host=10.9.9.9 st=42703 LOG:  x";

        assertThat(Read.errors(format, ERROR.replace("web 1", name)))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.session().get(Session.Field.USER)).isEqualTo("app");
                    assertThat(error.session().get(Session.Field.APPLICATION_NAME))
                            .isNull();
                    assertThat(error.session().get(Session.Field.ADDRESS)).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage [27994] app@appdb st=42703 ERROR:  column \"x\" does not exist at character 8",
                "2026-11-22 13:55 UTC [27994] app@appdb app=web host=10.0.0.7 st=42P01 FATAL:  relation \"x\" does not exist",
                "2026-11-22 13:55:54.625 UTC [27994] torn\nuser@appdb app=web host=10.0.0.7 st=42703 ERROR:  column \"x\" does not exist",
                "2026-11-22 13:55:54.625 UTC [27994] 42703 torn\nuser@appdb app=web host=10.0.0.7 ERROR:  column \"x\" does not exist",
            })
    void an_error_in_a_line_that_cannot_be_read_excludes_nobody(String lines) {
        assertThat(Read.errors(format, LOG + lines + "\n" + LOG))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.session()).isEqualTo(Session.UNTOLD);
                    assertThat(error.time()).isEqualTo(Read.CLOCK.instant());
                });
    }

    /** The rest of a name must not pass for another's, wherever a look at the log ends. */
    @Test
    void a_name_with_a_line_break_excludes_nobody() {
        LogFormat named = Read.formats("%d %m %a %h %e ").stderr();
        String rest = " 2026-11-22 13:55:54.625 UTC web-1 10.0.0.7 42703 ERROR:  column \"x\" does not exist\n";
        byte[] bytes = ("appdb" + rest + "new\nline" + rest + "appdb" + rest).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<LogRecord> records = new ArrayList<>();
            int consumed = named.read(bytes, 0, cut, false, records::add);
            named.read(bytes, consumed, bytes.length, true, records::add);

            assertThat(Read.errors(records))
                    .as("cut at %d", cut)
                    .extracting(error -> error.session().get(Session.Field.DATABASE))
                    .containsExactly("appdb", null, "appdb");
        }
    }

    /** The part before the line break has the SQLSTATE, the part behind it the message. */
    @Test
    void a_line_torn_apart_behind_its_sqlstate_is_an_error() {
        assertThat(Read.errors(
                        Read.formats("%e %u %d %m ").stderr(),
                        "42703 new\nline appdb 2026-11-22 13:55:54.625 UTC ERROR:  column \"x\" does not exist\n"))
                .singleElement()
                .extracting(DatabaseError::session)
                .isEqualTo(Session.UNTOLD);
    }

    /** {@code %L} came with PostgreSQL 18: before, nothing is printed for it, nor blanks. */
    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.9    "})
    void knows_what_older_servers_do_not_print(String local) {
        assertThat(Read.errors(
                        Read.formats("%m [%-12L] %d %e ").stderr(),
                        "2026-11-22 13:55:54.625 UTC [" + local
                                + "] appdb 42703 ERROR:  column \"x\" does not exist\n"))
                .singleElement()
                .extracting(error -> error.session().get(Session.Field.DATABASE))
                .isEqualTo("appdb");
    }

    @Test
    void what_another_program_prints_before_a_report_changes_nothing() {
        assertThat(Read.errors(format, "cp: cannot stat '000000010000000000000001'\n" + ERROR))
                .singleElement()
                .extracting(DatabaseError::applicationName)
                .isEqualTo("web 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage st=42703 LOG:  statement: select 1",
                "garbage st=42703 STATEMENT:  select 'ERROR:  x'",
                "output of some program with 42703 in it",
            })
    void what_is_no_error_is_none_without_a_prefix_either(String line) {
        assertThat(Read.errors(format, line + "\n")).isEmpty();
    }
}
