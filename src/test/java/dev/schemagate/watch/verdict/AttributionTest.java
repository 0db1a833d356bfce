package dev.schemagate.watch.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.verdict.Attribution.Ignore;
import dev.schemagate.watch.verdict.Attribution.Owner;

import static org.assertj.core.api.Assertions.assertThat;

class AttributionTest {

    private static final Claim SELF = new Claim("app", "web-1", "r2", "web-1", "10.0.0.1");
    private static final Claim SISTER = new Claim("app", "web-10", "r2", "web-10", "10.0.0.10");
    private static final Claim OLD = new Claim("app", "web-9", "r1", "web-9", "10.0.0.9");
    private static final Claim STRANGER = new Claim("billing", "b-1", "r2", "", "10.0.0.77");

    private static DatabaseError error(String application, String host) {
        return error("appdb", application, host, "column \"x\" does not exist");
    }

    private static DatabaseError error(String database, String application, String host, String message) {
        return new DatabaseError(
                Instant.EPOCH,
                "42703",
                message,
                null,
                0,
                new Session(Map.of(
                        Session.Field.DATABASE, database,
                        Session.Field.APPLICATION_NAME, application,
                        Session.Field.ADDRESS, host)),
                DatabaseError.Origin.SERVER);
    }

    private static Attribution by(Claim self, boolean known) {
        return new Attribution(
                self, "appdb", List.of(SISTER, OLD, STRANGER), Ignore.of(List.of("probe-*", "/pg_catalog/")), known);
    }

    @ParameterizedTest
    @CsvSource({
        "web-1,                10.9.9.9, POD",
        "web-1 worker,         10.9.9.9, POD",
        "web-1:celery,         10.9.9.9, POD",
        "web-1 - 10.1.1.1:80,  10.9.9.9, POD",
        "web-10,               10.0.0.1, REVISION",
        "web-1.x,              10.0.0.1, OTHER",
        "web-9,                10.0.0.1, OTHER",
        "psql,                 10.0.0.1, OTHER",
        "psql,                10.0.0.77, OTHER",
        "schema-gate,          10.0.0.1, NOBODY",
        "schema-gate - 10.0.0.9:5432, 10.0.0.1, NOBODY",
        "probe-7,              10.0.0.1, NOBODY",
    })
    void a_name_decides_where_one_is_set(String application, String host, Owner owner) {
        assertThat(by(SELF, true).owner(error(application, host))).isEqualTo(owner);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, POD", "10.0.0.10, OTHER", "10.0.0.77, OTHER", "[local], OTHER", "node-7, OTHER"})
    void the_address_decides_otherwise(String host, Owner owner) {
        Claim self = new Claim("app", "web-1", "r2", "", "10.0.0.1");

        assertThat(by(self, true).owner(error("any", host))).isEqualTo(owner);
    }

    @Test
    void until_a_session_of_this_pod_was_seen_what_nobody_claims_is_ours() {
        assertThat(by(SELF, false).owner(error("pooled", "10.5.5.5"))).isEqualTo(Owner.POD);
        assertThat(by(SELF, false).owner(error("web-9", "10.5.5.5"))).isEqualTo(Owner.OTHER);
        assertThat(by(SELF, false).owner(error("b", "10.0.0.77"))).isEqualTo(Owner.OTHER);
    }

    @Test
    void other_databases_and_ignored_messages_are_nobodys() {
        assertThat(by(SELF, false).owner(error("other", "web-1", "", "column x")))
                .isEqualTo(Owner.NOBODY);
        assertThat(by(SELF, false).owner(error("appdb", "web-1", "", "relation pg_catalog.x")))
                .isEqualTo(Owner.NOBODY);
    }

    @Test
    void compares_as_many_bytes_as_the_server_keeps() {
        String pod = "a".repeat(60) + "-7f9c4-xk2";
        Claim self = new Claim("app", pod, "r", pod, "");

        assertThat(self.claims(error(pod.substring(0, 63), "").session())).isTrue();
        assertThat(self.claims(error(pod.substring(0, 62), "").session())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POD, POD, true",
        "REVISION, POD, false",
        "REVISION, REVISION, true",
        "OTHER, REVISION, false",
        "OTHER, DATABASE, true",
        "NOBODY, DATABASE, false",
    })
    void a_scope_says_whose_errors_close_the_gate(Owner owner, WatchScope scope, boolean counts) {
        assertThat(Attribution.counts(owner, scope)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"APPLICATION_NAME, POD", "DATABASE, POD", "ADDRESS, OTHER"})
    void what_the_log_does_not_tell_excludes_nobody(Session.Field untold, Owner owner) {
        DatabaseError error = error(untold == Session.Field.DATABASE ? "web-1" : "psql", "10.5.5.5")
                .without(Set.of(untold));

        assertThat(by(SELF, true).owner(error)).isEqualTo(owner);
    }

    /** A pipeline's look at a revision has no session of its own. */
    @Test
    void an_error_without_a_name_may_be_any_pods_of_the_revision() {
        Claim observer = new Claim("app", "verify", "r2", "", "");
        DatabaseError error = error("", "10.5.5.5").without(Set.of(Session.Field.APPLICATION_NAME));

        assertThat(by(observer, true).owner(error)).isEqualTo(Owner.REVISION);
    }

    @Test
    void knows_a_name_as_the_server_cleans_it() {
        Claim self = new Claim("app", "web", "r", "web-ü", "");

        assertThat(self.claims(error("web-\\xc3\\xbc", "").session())).isTrue();
        assertThat(self.claims(error("web-??:worker", "").session())).isTrue();
        assertThat(self.claims(error("web-\\xc3\\xbd", "").session())).isFalse();
    }
}
