-- What is made, what is asked of it, and the verdict; each was once answered wrongly.
-- A partitioned table vanished from the plan in which expressions are compared, and the others' answers moved up.
CREATE INDEX i ON parts ((name || ')'), lower(name)) WHERE norm(name) = 'a';
CREATE INDEX IF NOT EXISTS i ON parts ((name || ')'), lower(name)) WHERE public.norm(name) = 'a';
SATISFIED
----
CREATE INDEX i ON parts (lower(name)) WHERE id > 0;
CREATE INDEX IF NOT EXISTS i ON parts (upper(name)) WHERE id > 0::bigint;
CONFLICT
----
-- NULL as a default is none, however it is written.
ALTER TABLE t ADD COLUMN c jsonb;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c jsonb DEFAULT NULL::jsonb;
SATISFIED
----
ALTER TABLE t ADD COLUMN c varchar(20) DEFAULT NULL;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(20) DEFAULT NULL;
SATISFIED
----
ALTER TABLE t ADD COLUMN c posint;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c posint DEFAULT NULL;
CONFLICT
----
-- Modifiers of a type cut off in a comparison what an assignment refuses.
ALTER TABLE t ADD COLUMN c varchar(3) DEFAULT 'abcdef';
ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(3) DEFAULT 'abcxyz';
CONFLICT
----
ALTER TABLE t ADD COLUMN c numeric(10) DEFAULT 1;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c numeric(10) DEFAULT 1.25;
CONFLICT
----
ALTER TABLE t ADD COLUMN c char(3) DEFAULT 'ab';
ALTER TABLE t ADD COLUMN IF NOT EXISTS c char(3) DEFAULT 'ac';
CONFLICT
----
-- A word in quotes is no function.
ALTER TABLE t ADD COLUMN c text DEFAULT 'now()';
ALTER TABLE t ADD COLUMN IF NOT EXISTS c text DEFAULT 'CURRENT_TIMESTAMP'::text;
CONFLICT
----
-- A named NOT NULL took the column's own back, and was missing for ever.
ALTER TABLE t ADD COLUMN c text;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c text CONSTRAINT nn NOT NULL;
CONFLICT
----
-- A constraint comes with its own new column, whatever other columns are there.
ALTER TABLE t ADD COLUMN c text;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c text, ADD COLUMN IF NOT EXISTS d int CHECK (n > 0);
MISSING
----
-- The collation of an indexed expression, and of an expression in brackets.
CREATE INDEX i ON t (lower(name) COLLATE mine);
CREATE INDEX IF NOT EXISTS i ON t (lower(name));
CONFLICT
----
CREATE INDEX i ON t ((n::text COLLATE "C"));
CREATE INDEX IF NOT EXISTS i ON t ((n::text) COLLATE "C");
SATISFIED
----
CREATE INDEX i ON t ((n::text COLLATE "C") COLLATE mine);
CREATE INDEX IF NOT EXISTS i ON t ((n::text COLLATE "C") COLLATE mine);
SATISFIED
----
-- EXPLAIN does not print COLLATE.
ALTER TABLE t ADD CONSTRAINT k CHECK (name > 'x');
ALTER TABLE t ADD CONSTRAINT k CHECK (name > 'x' COLLATE "C");
CONFLICT
----
-- Two schemas have a collation of that name.
ALTER TABLE t ADD COLUMN c text COLLATE mine;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c text COLLATE other.mine;
CONFLICT
----
ALTER TABLE t ADD COLUMN c word;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c word COLLATE other."C";
CONFLICT
----
CREATE INDEX i ON t (name COLLATE mine);
CREATE INDEX IF NOT EXISTS i ON t (name COLLATE other.mine);
CONFLICT
----
-- A predicate that is always true is none.
CREATE INDEX i ON t (name) WHERE true;
CREATE INDEX IF NOT EXISTS i ON t (name) WHERE TRUE;
SATISFIED
----
CREATE INDEX i ON t USING gist (name gist_trgm_ops(siglen = 32));
CREATE INDEX IF NOT EXISTS i ON t USING gist (name gist_trgm_ops(siglen = 64));
CONFLICT
----
ALTER TABLE t ADD CONSTRAINT k UNIQUE (name);
ALTER TABLE t ADD CONSTRAINT k UNIQUE (name) WITH (fillfactor = 70);
CONFLICT
----
-- From 15 on.
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (id, n) REFERENCES r (id, n) ON DELETE SET NULL;
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (id, n) REFERENCES r (id, n) ON DELETE SET NULL (n);
CONFLICT
----
-- From 18 on.
ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NOT ENFORCED;
ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NOT VALID;
CONFLICT
----
ALTER TABLE t ADD COLUMN c text;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c text COMPRESSION pglz;
CONFLICT
----
-- A blank parts words.
ALTER TABLE t ADD CONSTRAINT k CHECK (NOT _x);
ALTER TABLE t ADD CONSTRAINT k CHECK (not_x);
CONFLICT
