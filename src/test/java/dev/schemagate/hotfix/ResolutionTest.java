package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** Where PostgreSQL would refuse a statement {@code plan} says so, and a start fails at it before it applies any. */
@EveryVersion
class ResolutionTest {

    private static final String BASE = """
            CREATE SCHEMA extensions; CREATE TYPE extensions.elsewhere AS ENUM ('a'); CREATE TYPE mood AS ENUM ('sad', 'ok');
            CREATE FUNCTION feel(int) RETURNS mood IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RAISE ''trapped''; END'; CREATE CAST (int AS mood) WITH FUNCTION feel(int) AS ASSIGNMENT;
            CREATE FUNCTION trap(int) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RAISE ''trapped''; END';
            CREATE DOMAIN trapped AS int CHECK (trap(VALUE)); CREATE DOMAIN deeper AS trapped; CREATE DOMAIN checked AS int CHECK (VALUE > 0);
            CREATE DOMAIN traps AS trapped[]; CREATE TYPE cage AS (a text, b trapped); CREATE TYPE trapped_range AS RANGE (SUBTYPE = trapped);
            CREATE OPERATOR !!! (RIGHTARG = int, FUNCTION = trap); CREATE DOMAIN by_operator AS int CHECK (!!! VALUE);
            CREATE DOMAIN short AS varchar(3); CREATE TYPE pair AS (a int, b text);
            CREATE TABLE u (id int PRIMARY KEY, name text, code varchar(10) UNIQUE, held trapped[]);
            CREATE TABLE t (id int PRIMARY KEY, a int, alias text, j jsonb, tags text[], r int4range, m mood, s short, v varchar(9), b int NOT NULL, u_id int, name text);
            CREATE TABLE p (id int, k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            CREATE TABLE base (id int); CREATE TABLE heir () INHERITS (base);
            CREATE TABLE typed OF pair; CREATE VIEW seen AS SELECT id FROM t; CREATE MATERIALIZED VIEW kept AS SELECT id FROM t;
            CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE distant (id int) SERVER far;
            """;

    private static final String REFUSED = """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON p (id);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON seen (id);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON distant (id);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (aliass);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) INCLUDE (nothing);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) WHERE nothing IS NULL;
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING gin (alias gin_trgm_ops);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING gin (alias);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (j jsonb_path_ops);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a text_pattern_ops);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING bloom (a);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING hash (a, b);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING hash (a DESC);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (alias COLLATE "xx-x-icu");
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a COLLATE "C");
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c elsewhere;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c numeric(2000, 5);
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(0);
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c text COLLATE "xx-x-icu";
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c int COLLATE "C";
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c int DEFAULT 'abc';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c boolean DEFAULT 'maybe';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c timestamptz DEFAULT 'never';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c jsonb DEFAULT '{';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c mood DEFAULT 'glad';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c smallint DEFAULT '99999';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(3) DEFAULT 'abcdef';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c numeric(3, 1) DEFAULT '1234';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c text[] DEFAULT 'x';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c trapped;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c deeper DEFAULT '1';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c checked DEFAULT '1';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c trapped[] DEFAULT '{1}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c trapped[][] DEFAULT '{{1}}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c traps DEFAULT '{1}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c cage DEFAULT '(x,1)';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c cage[] DEFAULT '{"(x,1)"}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c trapped_range DEFAULT '[1,2]';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c trapped_range[] DEFAULT '{"[1,2]"}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c by_operator[] DEFAULT '{1}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c mood DEFAULT 1;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c mood[] DEFAULT ARRAY[1];
            ALTER TABLE t ALTER COLUMN m SET DEFAULT 1;
            ALTER TABLE u ALTER COLUMN held SET DEFAULT '{1}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS xmin int;
            ALTER TABLE p1 ADD COLUMN IF NOT EXISTS c text;
            ALTER TABLE ONLY p ADD COLUMN IF NOT EXISTS c text;
            ALTER TABLE ONLY base ADD COLUMN IF NOT EXISTS c text;
            ALTER TABLE typed ADD COLUMN IF NOT EXISTS c text;
            ALTER TABLE seen ADD COLUMN IF NOT EXISTS c text;
            ALTER TABLE t ALTER COLUMN nothing DROP NOT NULL;
            ALTER TABLE t ALTER COLUMN nothing SET DEFAULT 1;
            COMMENT ON COLUMN t.nothing IS 'x';
            ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' AFTER 'happy';
            INSERT INTO t (id, a) VALUES (1, 1) ON CONFLICT ON CONSTRAINT u_pkey DO NOTHING;
            INSERT INTO u (name) VALUES ('x') ON CONFLICT DO NOTHING;
            INSERT INTO u (id, name) VALUES (1, 'x') ON CONFLICT ON CONSTRAINT u_code_key DO NOTHING;
            INSERT INTO base (id) VALUES (1) ON CONFLICT DO NOTHING;
            INSERT INTO nobody (id) VALUES (1) ON CONFLICT DO NOTHING;
            ALTER TYPE pair ADD VALUE IF NOT EXISTS 'glad';
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (u_id) REFERENCES nobody (id) NOT VALID; END IF; END $$;
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (nothing) REFERENCES u (id) NOT VALID; END IF; END $$;
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (name) REFERENCES u (name) NOT VALID; END IF; END $$;
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (name) REFERENCES u (id) NOT VALID; END IF; END $$;
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (u_id) REFERENCES seen (id) NOT VALID; END IF; END $$;
            """;

    private static final String TAKEN = """
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c text; CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (c) INCLUDE (a) WHERE c IS NOT NULL; COMMENT ON COLUMN t.c IS 'x';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(3) DEFAULT 'abc', ADD COLUMN IF NOT EXISTS d numeric(3, 1) DEFAULT 1.5;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c jsonb NOT NULL DEFAULT '{"a?": 1}', ADD COLUMN IF NOT EXISTS d text[] DEFAULT '{}';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c mood DEFAULT 'ok', ADD COLUMN IF NOT EXISTS d extensions.elsewhere DEFAULT 'a';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c trapped[], ADD COLUMN IF NOT EXISTS d cage DEFAULT NULL, ADD COLUMN IF NOT EXISTS e trapped_range;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c checked[] DEFAULT '{1}', ADD COLUMN IF NOT EXISTS d short DEFAULT 'a'; ALTER TABLE t ALTER COLUMN s SET DEFAULT 'b';
            ALTER FOREIGN TABLE distant ADD COLUMN IF NOT EXISTS c trapped;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c timestamptz DEFAULT now(), ADD COLUMN IF NOT EXISTS d interval DEFAULT '1 day';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c bit(4) DEFAULT B'1010', ADD COLUMN IF NOT EXISTS d char(3) DEFAULT 'ab';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c int DEFAULT 1.5, ADD COLUMN IF NOT EXISTS d text DEFAULT 5;
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c text COLLATE "C" DEFAULT 'it''s; ok?';
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING gin (j jsonb_path_ops); CREATE INDEX CONCURRENTLY IF NOT EXISTS i2 ON t USING gin (tags);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING gist (r); CREATE INDEX CONCURRENTLY IF NOT EXISTS i2 ON t USING brin (id);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (m, s, v varchar_pattern_ops); CREATE INDEX CONCURRENTLY IF NOT EXISTS i2 ON t USING hash (v);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (alias COLLATE "C" DESC NULLS LAST); CREATE INDEX CONCURRENTLY IF NOT EXISTS i2 ON t (tags);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) WHERE j ? 'a'; CREATE INDEX CONCURRENTLY IF NOT EXISTS i2 ON t (lower(alias) text_pattern_ops);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON kept (id); ALTER TABLE p ADD COLUMN IF NOT EXISTS c int DEFAULT 1;
            ALTER TABLE ONLY t ADD COLUMN IF NOT EXISTS c int; ALTER TABLE base ADD COLUMN IF NOT EXISTS c int; ALTER FOREIGN TABLE distant ADD COLUMN IF NOT EXISTS c int;
            ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine' AFTER 'ok'; ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' AFTER 'fine';
            INSERT INTO u (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING; INSERT INTO u (id, code) VALUES (2, 'x') ON CONFLICT ON CONSTRAINT u_code_key DO NOTHING;
            ALTER TABLE t ALTER COLUMN b DROP NOT NULL; ALTER TABLE t ALTER COLUMN v SET DEFAULT 'x';
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (name) REFERENCES u (code) NOT VALID; END IF; END $$;
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass) THEN ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (u_id) REFERENCES u NOT VALID; END IF; END $$;
            """;

    /** For all that is refused, since nothing is done to it. */
    private static Scene untouched;

    @BeforeAll
    static void prepare(@TempDir Path files) {
        untouched = Scene.in(files, BASE);
    }

    static Stream<String> refused() {
        return REFUSED.lines();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void tells_beforehand(String hotfix) throws InterruptedException {
        untouched.hotfix("0001.sql", "ALTER TABLE u ADD COLUMN IF NOT EXISTS first int;");
        untouched.hotfix("0002.sql", hotfix);
        TestGate gate = untouched.gate();

        assertThat(outlook(gate).findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::rule)
                .containsExactly("HF202");
        gate.assertFails(ErrorCode.HF202, "0002.sql:1");
        assertThat(untouched.database().hasColumn("public", "u", "first")).isFalse();
    }

    static Stream<String> taken() {
        return TAKEN.lines();
    }

    @ParameterizedTest
    @MethodSource("taken")
    void raises_no_false_alarm(String hotfix, @TempDir Path files) throws Exception {
        Scene scene = Scene.in(files, BASE);
        scene.hotfix(hotfix);
        TestGate gate = scene.gate();

        assertThat(outlook(gate).findings()).filteredOn(Finding::isError).isEmpty();
        assertThat(gate.runOnce().ready()).isTrue();
    }

    private static Preview.Outlook outlook(TestGate gate) throws InterruptedException {
        return new Preview(gate.config, HotfixJudge.of(gate.config, Engines.LEDGERS)).of(gate.database, false);
    }
}
