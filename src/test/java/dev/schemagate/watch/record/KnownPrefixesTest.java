package dev.schemagate.watch.record;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.watch.record.Session.Field;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of the prefixes that people have can be read, by a pod that is known by its name and by one that is known by its address. */
class KnownPrefixesTest {

    private static final String SEVERAL_WAYS = "can be read in several ways, so that a line does not tell ";

    private static String byName(String prefix) {
        return verdict(prefix, Field.APPLICATION_NAME, "web-1");
    }

    private static String byAddress(String prefix) {
        return verdict(prefix, Field.ADDRESS, "web-1");
    }

    private static String verdict(String prefix, Field key, String application) {
        return new PlainLog(
                        false, Set.of(Field.DATABASE, key), Read.session("app", "appdb", application, "10.0.0.7", ""))
                .obstacle(new LinePrefix(prefix))
                .map(RandomPrefix::kind)
                .orElse("read");
    }

    @Test
    void each_is_read_or_refused_for_what_it_lacks() {
        assertThat(RandomPrefix.KNOWN.stream()
                        .map(prefix -> String.join(" | ", prefix, byName(prefix), byAddress(prefix))))
                .containsExactly(
                        "%m [%p]  | lacks %e %a %d | lacks %e %d %h",
                        "%m [%p] %e  | lacks %a %d | lacks %d %h",
                        "%m [%p] %q%u@%d  | lacks %e %a | lacks %e %h",
                        "< %m >  | lacks %e %a %d | lacks %e %d %h",
                        "%t:%r:%u@%d:[%p]: | lacks %e %a | lacks %e",
                        "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a: | read | read",
                        "%m [%p]: [%l-1] db=%d,user=%u  | lacks %e %a | lacks %e %h",
                        "%t-%c-%p-%a-%u-%d-%h-%e- | " + SEVERAL_WAYS + "the application name, the database | "
                                + SEVERAL_WAYS + "the database, the client address",
                        "%h %m [%p] %q%u@%d  | lacks %e %a | lacks %e",
                        "%t [%p]: [%l-1] %c %x %d %u %a %h  | lacks %e | lacks %e",
                        "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h  | lacks %e | lacks %e",
                        "%t [%p]: user=%u,db=%d,app=%a,client=%h %e  | read | read",
                        "%m|%u|%d|%c|%e|%a|%r| | read | read",
                        "%m [%p] %q[user=%u,db=%d,app=%a]  | lacks %e | lacks %e %h",
                        "%t [%p]: [%l-1] user=%u,db=%d - PG-%e  | lacks %a | lacks %h",
                        "%m [%p][%v] : [%l-1] %q[app=%a]  | lacks %e %d | lacks %e %d %h",
                        "%m %r [%p] %q%e %b %i %u@%d/%a  | read | read",
                        "%n %p %e %Q %P %d %a %h  | read | read");
    }

    /** Nothing that a session is called in this database is to be confused with what stands beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Padded as the server pads, no name can run into the blanks of the next.
                "%m user=%-12d %a %p/%e/%-12u=%v] ",
                "%n_%e'%Q/%d\"%i %a %12p[%b user=%5v=%x: ",
                "%p=%m\"%e(%d'%5a%-12l[%u@",
                "%-12L %m %d %a %e ",
                // What has a fixed shape needs nothing beside it.
                "%a%m] %e|%d|",
                "%e %d%s: %t/%a/",
                "%p%n %e %d %a ",
                "%m %e %d %a%c ",
                // The same, said twice, is said in one way.
                "%m %h:%r|%e %a|%d ",
                "%m %d/%a %d/%a %e ",
            })
    void is_read_where_it_can_be_read_in_one_way_only(String prefix) {
        assertThat(byName(prefix)).isEqualTo("read");
    }

    @ParameterizedTest
    @CsvSource({
        "'%m %e %a%d ',      'the application name, the database'",
        "'%m%d %e %a ',      'the time, the database'",
        // As an IPv6 client would have it.
        "'%m %e %a|%d:%h|',  'the database'",
        "'%m %e %a|%d:%L|',  'the database'",
        // As some processes and transactions would have it.
        "'%m %e %d %c%a%p ', 'the application name'",
        "'%m %e %d %x%a ',   'the application name'",
        "'%m %e-%d-%a-',     'the application name, the database'",
    })
    void is_refused_where_one_name_may_run_into_the_next(String prefix, String unclear) {
        assertThat(byName(prefix)).isEqualTo(SEVERAL_WAYS + unclear);
    }

    /** What Azure's users put together has dashes between the fields, as most pods have in their names. */
    @Test
    void depends_on_the_names_of_the_pod() {
        assertThat(verdict("%t-%c-%p-%a-%u-%d-%h-%e-", Field.APPLICATION_NAME, "litellm"))
                .isEqualTo("read");
    }

    @ParameterizedTest
    @CsvSource({
        "'%a|%d|%e|%h ',      '%m %a|%d|%e|%h '",
        "'%m [%p] %d %a ',    '%m [%p] %d %a %e '",
        "'%m [%p] ',          '%m [%p] %e %qapp=%a db=%d '",
        "'%m [%p] %q%u@%d',   '%m [%p] %q%u@%d %e app=%a '",
        "'%m %e %a%d ',       '%m [%p] %q%e user=%u,db=%d,app=%a,client=%h '",
    })
    void advises_no_more_than_what_is_missing(String prefix, String advised) {
        assertThat(new PlainLog(
                                false,
                                Set.of(Field.DATABASE, Field.APPLICATION_NAME),
                                Read.session("app", "appdb", "web-1", "10.0.0.7", ""))
                        .obstacle(new LinePrefix(prefix)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("ALTER SYSTEM SET log_line_prefix = '" + advised + "'; SELECT pg_reload_conf();"));
    }
}
