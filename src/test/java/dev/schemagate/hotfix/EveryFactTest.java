package dev.schemagate.hotfix;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.testing.EveryVersion;

/**
 * Facts of the catalog that an object keeps under its old name and number, each changed by an event trigger behind an
 * {@code ADD COLUMN}: a picture that leaves one out lets it pass.
 */
@EveryVersion
class EveryFactTest {

    private static final String TABLES = """
            CREATE TABLE u (id int PRIMARY KEY, t_id int REFERENCES t (id), note text);
            CREATE SCHEMA other;
            CREATE TABLE other.things (id int PRIMARY KEY, label text);
            INSERT INTO other.things VALUES (1, 'a');
            CREATE TABLE p (id int) PARTITION BY RANGE (id);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
            CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT a';
            CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER g BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION tr('a');
            CREATE RULE r AS ON UPDATE TO u WHERE new.id < 0 DO INSTEAD NOTHING;
            CREATE SEQUENCE counter;
            CREATE STATISTICS st ON id, t_id FROM u;
            CREATE DOMAIN positive AS int CONSTRAINT above CHECK (value > 0);
            CREATE TYPE pair AS (a int, b text);
            CREATE TABLE other.links (t_id int REFERENCES t (id));
            CREATE COLLATION other.c (locale = 'C');
            """;

    @TempDir
    Path files;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE other.links DISABLE TRIGGER ALL | trigger links.RI_ConstraintTrigger
            CREATE OR REPLACE TRIGGER g BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION tr('b') | trigger u.g has changed
            CREATE OR REPLACE RULE r AS ON UPDATE TO u WHERE new.id > 0 DO INSTEAD NOTHING | rule u.r has changed
            CREATE OR REPLACE FUNCTION f(a int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT a' | function public.f has changed
            ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (0) TO (5) | relation public.p1 has changed in bound
            ALTER TABLE u ALTER COLUMN note SET STORAGE PLAIN | column u.note has changed in storage
            ALTER TABLE u ALTER COLUMN note SET (n_distinct = 1) | column u.note has changed in options
            ALTER SEQUENCE counter MAXVALUE 10 | relation public.counter has changed in file
            ALTER TYPE pair DROP ATTRIBUTE b | column pair.b has changed in name
            ALTER DOMAIN positive DROP CONSTRAINT above | constraint positive.above is gone
            ALTER STATISTICS st SET STATISTICS 7 | statistics public.st has changed
            DROP TABLE other.things | relation other.things is gone
            ALTER TABLE other.things RENAME COLUMN label TO name | column things.label has changed in name to name
            ALTER TABLE other.things DISABLE ROW LEVEL SECURITY, ENABLE ROW LEVEL SECURITY | relation other.things has changed in security
            TRUNCATE other.things | relation other.things has changed in file
            CREATE TABLE other.stranger () | a new relation other.stranger
            CREATE SCHEMA stranger | a new schema stranger
            ALTER SCHEMA other RENAME TO another | schema other has changed in name to another
            DROP COLLATION other.c | catalog pg_collation was written
            REVOKE EXECUTE ON FUNCTION pg_catalog.pg_relation_size(regclass) FROM PUBLIC | pg_relation_size
            """)
    void is_compared(String deed, String surprise) {
        Patched patched = Patched.with(ProofTest.TABLES + "; " + TABLES, files);
        patched.eventTrigger(deed);

        patched.assertRolledBack("ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text;", surprise);
    }
}
