package dev.schemagate.sql.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GrammarTest {
    private static final byte[] GOOD = utf8("ALTER TABLE t ADD COLUMN c text");
    private static final byte[] BAD = utf8("ALTER TABEL t");

    @Test
    void an_instance_is_used_again_after_an_answer() {
        Grammar grammar = new Grammar(2_048, 1_024);

        grammar.parse(GOOD);
        grammar.parse(BAD);

        assertThat(grammar.idleInstances()).isEqualTo(1);
    }

    @Test
    void an_instance_that_failed_is_replaced() {
        Grammar grammar = new Grammar(2_048, 1_024);
        byte[] sqlBody = utf8("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1");

        // an assertion of libpg_query: it must only be asked for plpgsql
        assertThat(grammar.parsePlpgsql(sqlBody)).isInstanceOf(Reply.Failed.class);

        assertThat(grammar.idleInstances()).isZero();
        assertThat(grammar.parse(GOOD)).isInstanceOf(Reply.Tree.class);
    }

    @Test
    void an_instance_that_has_grown_is_dropped() {
        Grammar grammar = new Grammar(2_048, 700);

        assertThat(grammar.parse(utf8("SELECT '" + "x".repeat(8 << 20) + "'"))).isInstanceOf(Reply.Tree.class);

        assertThat(grammar.idleInstances()).isZero();
    }

    @Test
    void what_is_idle_is_dropped_and_the_next_parse_loads_it_again() {
        Grammar grammar = new Grammar(2_048, 1_024);
        grammar.parse(GOOD);
        assertThat(grammar.idleInstances()).isOne();

        await().until(() -> grammar.idleInstances() == 0);

        assertThat(grammar.parse(GOOD)).isInstanceOf(Reply.Tree.class);
    }

    @Test
    void four_threads_never_disturb_one_another() throws Exception {
        Grammar grammar = new Grammar(2_048, 1_024);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Long> work = () -> IntStream.range(0, 100)
                .filter(i -> grammar.parse(GOOD) instanceof Reply.Tree)
                .filter(i -> grammar.parse(BAD) instanceof Reply.Refused r && r.cursor() == 7)
                .count();

        List<Future<Long>> results = threads.invokeAll(List.of(work, work, work, work));
        threads.shutdown();

        for (Future<Long> result : results) {
            assertThat(result.get()).isEqualTo(100);
        }
    }

    private static byte[] utf8(String sql) {
        return sql.getBytes(StandardCharsets.UTF_8);
    }
}
