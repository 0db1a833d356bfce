package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonLogTest {

    static final String ERROR = """
            {"timestamp":"2026-11-22 13:55:54.625 UTC","user":"app_user","dbname":"appdb","pid":27994,"remote_host":"10.0.0.7",\
            "remote_port":41758,"ps":"PARSE","error_severity":"ERROR","state_code":"42703","message":"column o.missing_col does not exist",\
            "statement":"select o.missing_col from orders o where o.id = 'se\\"cret'","cursor_position":8,"application_name":"web-1",\
            "backend_type":"client backend","query_id":0}
            """;

    private final LogFormat format = Read.formats("").json();

    @Test
    void reads_every_field_of_an_error() {
        assertThat(Read.errors(format, ERROR))
                .containsExactly(new DatabaseError(
                        Instant.parse("2026-11-22T13:55:54.625Z"),
                        "42703",
                        "column o.missing_col does not exist",
                        "select o.missing_col from orders o where o.id = 'se\"cret'",
                        8,
                        Read.session("app_user", "appdb", "web-1", "10.0.0.7", "27994"),
                        DatabaseError.Origin.SERVER));
    }

    @Test
    void is_not_fooled_by_a_statement_that_holds_the_marker() {
        String log = """
                {"timestamp":"2026-11-22 13:55:54.625 UTC","error_severity":"LOG","message":"statement: select '\\"state_code\\":\\"42703\\"'"}
                {"timestamp":"2026-11-22 13:55:55.000 UTC","error_severity":"ERROR","state_code":"22P02","message":"invalid","statement":"select '42703'"}
                {"timestamp":"2026-11-22 13:55:56.000 UTC","error_severity":"WARNING","state_code":"42703","message":"column x does not exist"}
                """;

        assertThat(Read.errors(format, log)).isEmpty();
        assertThat(Read.records(format, log))
                .containsExactly(new LogRecord.Reached(Instant.parse("2026-11-22T13:55:56Z")));
    }

    @Test
    void leaves_an_incomplete_last_line_for_the_next_time() {
        byte[] bytes = (ERROR + ERROR).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut += 7) {
            List<LogRecord> records = new ArrayList<>();
            int consumed = format.read(bytes, 0, cut, false, records::add);
            consumed = format.read(bytes, consumed, bytes.length, false, records::add);

            assertThat(consumed).isEqualTo(bytes.length);
            assertThat(Read.errors(records)).as("cut at %d", cut).hasSize(2);
        }
    }

    @Test
    void reads_another_order_and_spacing_of_keys() {
        assertThat(Read.errors(format, """
                        {"state_code": "42P01", "message": "relation \\"x\\" does not exist", "timestamp": "2026-11-22 13:55:54.625 UTC", "dbname": "d"}
                        """))
                .singleElement()
                .extracting(error -> error.session().get(Session.Field.DATABASE))
                .isEqualTo("d");
    }

    @Test
    void takes_the_inner_query_of_a_function() {
        String log = ERROR.replace(
                "\"cursor_position\":8", "\"internal_query\":\"select b from t\",\"internal_position\":3");

        assertThat(Read.errors(format, log)).singleElement().satisfies(error -> {
            assertThat(error.statement()).isEqualTo("select b from t");
            assertThat(error.cursor()).isEqualTo(3);
        });
    }

    @Test
    void reads_a_canary() {
        assertThat(Read.records(format, """
                        {"timestamp":"2026-11-22 13:55:54.625 UTC","user":"gate","dbname":"appdb","pid":7,"remote_host":"10.0.0.7",\
                        "error_severity":"LOG","state_code":"SG001","application_name":"schema-gate",\
                        "message":"schema-gate canary 1-2 [\\"schema-gate\\", \\"7\\", \\"gate\\", \\"appdb\\", null]"}
                        """))
                .contains(new LogRecord.Canary(
                        "1-2 [\"schema-gate\", \"7\", \"gate\", \"appdb\", null]",
                        Read.session("gate", "appdb", "schema-gate", "10.0.0.7", "7"),
                        new Session(Map.of(
                                Session.Field.APPLICATION_NAME, "schema-gate",
                                Session.Field.PID, "7",
                                Session.Field.USER, "gate",
                                Session.Field.DATABASE, "appdb")),
                        Instant.parse("2026-11-22T13:55:54.625Z")));
    }

    @Test
    void survives_bytes_that_are_no_utf8() {
        byte[] bytes = ERROR.replace("orders o", "caf# o").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '#' ? (byte) 0xe9 : bytes[i];
        }
        List<LogRecord> records = new ArrayList<>();
        format.read(bytes, 0, bytes.length, true, records::add);

        assertThat(Read.errors(records)).singleElement().satisfies(error -> {
            assertThat(error.applicationName()).isEqualTo("web-1");
            assertThat(error.statement()).contains("caf\uFFFD");
        });
    }

    @Test
    void sees_the_error_in_the_beginning_of_a_line_that_is_too_long() {
        List<LogRecord> records = new ArrayList<>();
        byte[] bytes = ERROR.getBytes(StandardCharsets.UTF_8);
        format.readCut(bytes, 0, 320, records::add);

        assertThat(Read.errors(records)).singleElement().satisfies(error -> {
            assertThat(error.remoteHost()).isEqualTo("10.0.0.7");
            assertThat(error.statement()).isNull();
        });
    }

    @Test
    void shows_no_statement_in_its_text() {
        assertThat(Read.errors(format, ERROR).toString())
                .doesNotContain("secret")
                .doesNotContain("orders");
    }

    @Test
    void an_error_whose_time_cannot_be_read_happened_when_it_was_read() {
        assertThat(Read.errors(format, ERROR.replace("2026-11-22 13:55:54.625 UTC", "yesterday")))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.time()).isEqualTo(Read.CLOCK.instant());
                    assertThat(error.applicationName()).isEqualTo("web-1");
                });
    }

    /** As a full disk or a crash leaves it: the next record is written behind the half of another session's. */
    @Test
    void reads_a_record_behind_one_that_was_never_finished() {
        String half = "{\"timestamp\":\"2026-11-22 13:55:00.000 UTC\",\"user\":\"x\",\"dbname\":\"other\",\"pid";

        assertThat(Read.errors(format, half + ERROR)).isEqualTo(Read.errors(format, ERROR));
        assertThat(Read.errors(format, "\0\0\0" + ERROR)).isEqualTo(Read.errors(format, ERROR));
    }

    @Test
    void an_error_that_breaks_off_excludes_only_by_what_it_tells() {
        String broken = ERROR.substring(0, ERROR.indexOf("\"application_name")) + "\n";

        assertThat(Read.errors(format, broken)).singleElement().satisfies(error -> {
            assertThat(error.session().get(Session.Field.DATABASE)).isEqualTo("appdb");
            assertThat(error.session().get(Session.Field.APPLICATION_NAME)).isNull();
        });
    }
}
