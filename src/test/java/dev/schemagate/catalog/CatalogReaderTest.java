package dev.schemagate.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.db.RoundTrip;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What a transaction sees of its own changes, on a real PostgreSQL. */
@EveryVersion
class CatalogReaderTest {

    private TestDatabase database;
    private Connection session;

    @BeforeEach
    void begin() throws SQLException {
        database = PostgresServer.shared().newDatabase();
        database.execute(
                "CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int PRIMARY KEY, name text DEFAULT 'x');"
                        + " CREATE TABLE public.a (id int PRIMARY KEY, kind text); CREATE TYPE public.mood AS ENUM ('low', 'high')");
        session = database.connect();
        session.setAutoCommit(false);
        session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    @AfterEach
    void end() throws SQLException {
        session.rollback();
        session.close();
    }

    @Test
    void sees_nothing_where_nothing_happened() throws SQLException {
        assertThat(after("SELECT 1").isEmpty()).isTrue();
    }

    @Test
    void sees_a_new_column_and_its_default() throws SQLException {
        Difference difference = after("ALTER TABLE public.a ADD COLUMN b text DEFAULT 'y'");

        assertThat(difference.added())
                .extracting(CatalogObject::kind)
                .containsExactlyInAnyOrder(Kind.COLUMN, Kind.DEFAULT);
        assertThat(difference.vanished()).isEmpty();
        assertThat(difference.changed()).isEmpty();
    }

    @Test
    void sees_a_dropped_column_as_changed() throws SQLException {
        Difference difference = after("ALTER TABLE nemo.users DROP COLUMN name");

        assertThat(difference.vanished()).extracting(CatalogObject::kind).containsExactly(Kind.DEFAULT);
        assertThat(difference.changed()).singleElement().satisfies(c -> assertThat(c.facts())
                .contains("name", "dropped"));
    }

    @Test
    void sees_renames_inside_a_subtransaction() throws SQLException {
        Difference difference = after(
                "DO $$ BEGIN BEGIN ALTER TABLE public.a RENAME COLUMN kind TO sort; EXCEPTION WHEN others THEN NULL; END; END $$");

        assertThat(difference.changed()).singleElement().satisfies(c -> {
            assertThat(c.before().name()).isEqualTo("kind");
            assertThat(c.after().name()).isEqualTo("sort");
        });
    }

    @Test
    void sees_a_dropped_table_with_all_that_belonged_to_it() throws SQLException {
        Difference difference = after("DROP TABLE nemo.users");

        assertThat(difference.vanished())
                .extracting(CatalogObject::kind)
                .containsOnly(Kind.RELATION, Kind.COLUMN, Kind.DEFAULT, Kind.INDEX, Kind.CONSTRAINT);
    }

    @Test
    void does_not_see_what_another_session_does_meanwhile() throws SQLException {
        Snapshot before = CatalogReader.take(session);
        database.execute("ALTER TABLE nemo.users ADD COLUMN other int; ALTER TABLE public.a DROP COLUMN kind");
        execute("ALTER TYPE public.mood ADD VALUE 'middle' BEFORE 'high'");

        Difference difference = since(before);

        assertThat(difference.added()).singleElement().satisfies(o -> assertThat(o.name())
                .isEqualTo("middle"));
        assertThat(difference.vanished()).isEmpty();
    }

    @Test
    void sees_every_row_of_a_change_that_touches_many_tables() throws SQLException {
        execute("CREATE TABLE public.p (id int) PARTITION BY RANGE (id)");
        execute(
                "DO $$ BEGIN FOR i IN 1..60 LOOP EXECUTE format("
                        + "'CREATE TABLE public.p%s PARTITION OF public.p FOR VALUES FROM (%s) TO (%s)', i, i, i + 1); END LOOP; END $$");
        session.commit();

        Difference difference =
                after("ALTER TABLE public.p ADD COLUMN b text DEFAULT 'y', ALTER COLUMN id SET NOT NULL");

        assertThat(difference.added()).hasSize(2 * 61);
        assertThat(difference.changed()).hasSize(61).allSatisfy(c -> assertThat(c.facts())
                .containsExactly("null"));
    }

    @Test
    void sees_what_is_taken_out_of_a_catalog_by_hand() throws SQLException {
        Difference difference =
                after("DELETE FROM pg_attribute WHERE attrelid = 'nemo.users'::regclass AND attnum = 2");

        assertThat(difference.vanished()).singleElement().satisfies(o -> assertThat(o.name())
                .isEqualTo("name"));
    }

    private Difference after(String sql) throws SQLException {
        Snapshot before = CatalogReader.take(session);
        execute(sql);
        return since(before);
    }

    private Difference since(Snapshot before) throws SQLException {
        RoundTrip trip = new RoundTrip();
        RoundTrip.Answer<CatalogReader.View> ours = CatalogReader.askForOurs(trip);
        trip.run(session);
        return CatalogReader.since(before, ours.get(), session);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
