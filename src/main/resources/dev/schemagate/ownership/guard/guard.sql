-- The guard of Schema Gate: refuses removals, renames and narrowings in the guarded schemas, whoever asks for them. An interlock
-- against accidents, not a security boundary. Run as a superuser, or as a managed service's administrator; again for an upgrade.
--
-- Every function is VOLATILE. A STABLE one would see the catalog as it was before the command, which is tempting, but after DROP INDEX
-- CONCURRENTLY there is no snapshot for it any more, and the server process ends with signal 11 and takes all others with it.
--
-- Two schemas: whoever owns ${schema} may drop it, and by CASCADE the event triggers with the functions in it. A trigger that a command
-- drops does not fire for that command, so what watches over each schema lives in the other one.
DO $do$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_event_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.evtfoid
               JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
               WHERE t.evtname LIKE 'schema\_gate\_%' AND n.nspname NOT IN (${guard_name}, ${schema_name})) THEN
        RAISE EXCEPTION USING ERRCODE = '42710', MESSAGE = 'schema gate: another gate.schema has a guard in this database',
            HINT = 'One guard serves all schemas of a database: use its gate.schema, or remove it first.';
    END IF;
    IF to_regnamespace(${guard_literal}) IS NULL THEN
        CREATE SCHEMA ${guard};
    END IF;
    IF to_regnamespace(${schema_literal}) IS NULL THEN
        CREATE SCHEMA ${schema} AUTHORIZATION ${role};
    END IF;
END
$do$;

CREATE TABLE IF NOT EXISTS ${guard}.schemas (
    schema_name name   PRIMARY KEY,
    refuse      text[] NOT NULL
);

CREATE TABLE IF NOT EXISTS ${guard}.pass (
    ticket      text        NOT NULL,
    reason      text        NOT NULL,
    schema_name name        NOT NULL,
    identity    text        NOT NULL,
    deed        text,
    role_name   name,
    valid_until timestamptz NOT NULL,
    made_by     name        NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS ${guard}.log (
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    role_name   name        NOT NULL,
    application text,
    tag         text        NOT NULL,
    deed        text        NOT NULL,
    identity    text        NOT NULL,
    allowed_by  text        NOT NULL
);

-- Whoever has lost the guard's tables is told so, and not in words that LiteLLM would take for a migration that was applied before.
CREATE OR REPLACE FUNCTION ${guard}.require_tables() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    IF to_regclass(${guard_literal} || '.schemas') IS NULL OR to_regclass(${guard_literal} || '.pass') IS NULL
            OR to_regclass(${guard_literal} || '.log') IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'schema gate: refused, since the tables of the guard are gone',
            HINT = 'Put them back: schema-gate guard install. A superuser may DROP EVENT TRIGGER meanwhile.';
    END IF;
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.override() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    RETURN 'override ' || nullif(btrim(current_setting('schema_gate.override', true)), '');
END
$guard$;

-- What allows a deed: an override of the session or a pass; null where nothing does.
CREATE OR REPLACE FUNCTION ${guard}.permit(in_schema name, deed text, identity text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    RETURN coalesce(
        ${guard}.override(),
        (SELECT 'pass ' || p.ticket FROM ${guard}.pass p
         WHERE p.schema_name = in_schema AND permit.identity LIKE p.identity
           AND (p.deed IS NULL OR p.deed = permit.deed)
           AND (p.role_name IS NULL OR p.role_name IN (session_user, current_setting('role')))
           AND clock_timestamp() < p.valid_until
         LIMIT 1));
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.record(tag text, deed text, identity text, allowed_by text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    INSERT INTO ${guard}.log (role_name, application, tag, deed, identity, allowed_by)
    VALUES (session_user, current_setting('application_name'), tag, deed, identity, allowed_by);
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.refuse(tag text, kind text, deed text, identity text, detail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    -- LiteLLM takes a migration for applied whose error speaks of something that is there already, or is not; 42501 stops it.
    RAISE EXCEPTION USING ERRCODE = '42501',
        MESSAGE = format('schema gate: %s of %s %s%s refused (%s)', deed, kind, identity, detail, tag),
        HINT = 'To do it on purpose: SET LOCAL schema_gate.override = ''TICKET reason'', or a pass by "schema-gate guard allow".';
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.guarded(kind text, in_schema name) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    PERFORM ${guard}.require_tables();
    RETURN EXISTS (SELECT FROM ${guard}.schemas s WHERE s.schema_name = in_schema AND kind = ANY (s.refuse));
END
$guard$;

-- Refuses a deed, or records what allowed it.
CREATE OR REPLACE FUNCTION ${guard}.judge(tag text, kind text, in_schema name, deed text, identity text, detail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    allowed_by text;
BEGIN
    IF in_schema = ${guard_name} THEN
        -- Its own tables may be what is lost; no pass opens the guard itself.
        IF ${guard}.override() IS NULL THEN
            PERFORM ${guard}.refuse(tag, kind, deed, identity, detail);
        END IF;
    ELSIF in_schema IS NULL OR in_schema LIKE 'pg\_%' THEN
        RETURN;
    ELSIF ${guard}.guarded(kind, in_schema) THEN
        allowed_by := ${guard}.permit(in_schema, deed, identity);
        IF allowed_by IS NULL THEN
            PERFORM ${guard}.refuse(tag, kind, deed, identity, detail);
        END IF;
        PERFORM ${guard}.record(tag, deed, identity || detail, allowed_by);
    END IF;
END
$guard$;

-- Whether the new type holds every value of the old one.
CREATE OR REPLACE FUNCTION ${guard}.widens(old_type oid, old_mod integer, new_type oid, new_mod integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    old_scale integer := (old_mod - 4) & 2047;
    new_scale integer := (new_mod - 4) & 2047;
BEGIN
    IF old_type = new_type THEN
        RETURN CASE
            WHEN new_mod = -1 OR new_mod = old_mod THEN true
            -- Without a number the times have six digits, and all other types no limit.
            WHEN old_mod = -1 THEN old_type IN ('timestamp'::regtype, 'timestamptz'::regtype, 'time'::regtype, 'timetz'::regtype)
                AND new_mod = 6
            WHEN old_type IN ('varchar'::regtype, 'varbit'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype, 'time'::regtype,
                'timetz'::regtype) THEN new_mod >= old_mod
            WHEN old_type = 'numeric'::regtype THEN new_scale >= old_scale
                AND ((new_mod - 4) >> 16 & 65535) - new_scale >= ((old_mod - 4) >> 16 & 65535) - old_scale
            ELSE false END;
    END IF;
    RETURN new_mod = -1 AND CASE old_type
        WHEN 'int2'::regtype THEN new_type IN ('int4'::regtype, 'int8'::regtype, 'numeric'::regtype)
        WHEN 'int4'::regtype THEN new_type IN ('int8'::regtype, 'numeric'::regtype)
        WHEN 'int8'::regtype THEN new_type = 'numeric'::regtype
        WHEN 'float4'::regtype THEN new_type = 'float8'::regtype
        WHEN 'varchar'::regtype THEN new_type = 'text'::regtype
        WHEN 'bpchar'::regtype THEN new_type = 'text'::regtype
        WHEN 'name'::regtype THEN new_type = 'text'::regtype
        WHEN 'text'::regtype THEN new_type = 'varchar'::regtype
        ELSE false END;
END
$guard$;

-- Relations, types, functions and schemas that are guarded, by oid: what names, types and places are compared with after an ALTER. Of
-- those that are named in the text, where it is given in small letters: all of them would cost 50 ms with 1,000 tables. A name with a
-- quote in it is longer in the text.
CREATE OR REPLACE FUNCTION ${guard}.picture(sql text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    RETURN json_build_object(
        'relation', (
            SELECT json_object_agg(c.oid, json_build_object('schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
                'logged', c.relpersistence = 'p',
                'columns', (SELECT json_object_agg(a.attnum, json_build_array(a.attname, a.atttypid, a.atttypmod)) FROM pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind NOT IN ('i', 'I', 'S'))))
            FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name JOIN pg_class c ON c.relnamespace = n.oid
            WHERE c.relkind <> 't' AND coalesce(position(lower(c.relname) IN sql) > 0 OR position('"' IN c.relname) > 0, true)),
        'type', (
            SELECT json_object_agg(t.oid, json_build_object('schema', n.nspname, 'name', t.typname, 'relation', t.typrelid,
                'labels', (SELECT json_object_agg(e.oid, e.enumlabel) FROM pg_enum e WHERE e.enumtypid = t.oid)))
            FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name JOIN pg_type t ON t.typnamespace = n.oid
            LEFT JOIN pg_class c ON c.oid = t.typrelid
            WHERE (t.typtype IN ('e', 'd', 'b', 'r') AND t.typcategory <> 'A' OR c.relkind = 'c') AND coalesce(position(lower(t.typname) IN sql) > 0 OR position('"' IN t.typname) > 0, true)),
        'function', (
            SELECT json_object_agg(p.oid, json_build_object('schema', n.nspname, 'name', p.proname,
                'identity', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))))
            FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name JOIN pg_proc p ON p.pronamespace = n.oid
            WHERE 'function' = ANY (g.refuse) AND coalesce(position(lower(p.proname) IN sql) > 0 OR position('"' IN p.proname) > 0, true)),
        -- Since PostgreSQL 18, where DROP NOT NULL drops one.
        'not null', (
            SELECT json_object_agg(k.oid, k.conname)
            FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name JOIN pg_constraint k ON k.connamespace = n.oid
            WHERE k.contype = 'n' AND 'table constraint' = ANY (g.refuse) AND coalesce(position('null' IN sql) > 0, true)),
        'schema', (
            SELECT json_object_agg(n.oid, n.nspname) FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name)
    )::text;
END
$guard$;

-- DROP INDEX CONCURRENTLY is refused before it begins: once sql_drop fires for it the index is dead already. It runs in no block and in
-- no function, so that the query is this one statement. An INVALID index serves nobody and may go.
CREATE OR REPLACE FUNCTION ${guard}.judge_concurrent_drop(query text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    one constant text := '(?:"(?:[^"]|"")+"|[^\s".;/]+)';
    bare text := regexp_replace(regexp_replace(query, '/\*.*?\*/', ' ', 'g'), '--[^\n]*', ' ', 'g');
    written text := (regexp_match(bare, '^\s*drop\s+index\s+concurrently\s+(?:if\s+exists\s+)?(' || one || '(?:\s*\.\s*' || one
        || ')*)(?:\s+(?:cascade|restrict))?[\s;]*$', 'i'))[1];
    parts text[];
    found record;
BEGIN
    BEGIN
        parts := parse_ident(written);
    EXCEPTION WHEN invalid_parameter_value THEN
        parts := NULL;
    END;
    FOR found IN
        SELECT n.nspname, c.relname FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name
        JOIN pg_class c ON c.relnamespace = n.oid JOIN pg_index i ON i.indexrelid = c.oid
        WHERE i.indisvalid AND CASE
            WHEN parts IS NULL THEN query ~* ('(^|\W)' || regexp_replace(c.relname, '(\W)', '\\\1', 'g') || '(\W|$)')
            ELSE c.relname = parts[cardinality(parts)] AND n.nspname = coalesce(parts[cardinality(parts) - 1], n.nspname) END
    LOOP
        -- Nothing may be written before it: it has to be the first that its transaction does.
        IF ${guard}.guarded('index', found.nspname)
                AND ${guard}.permit(found.nspname, 'drop', format('%I.%I', found.nspname, found.relname)) IS NULL THEN
            PERFORM ${guard}.refuse('DROP INDEX', 'index', 'drop', format('%I.%I', found.nspname, found.relname), '');
        END IF;
    END LOOP;
END
$guard$;

-- ddl_command_start. What is noted is a setting local to the transaction, and so is gone after a commit inside of the command.
CREATE OR REPLACE FUNCTION ${guard}.before() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    noted text;
    frames text;
    query text := current_query();
BEGIN
    IF tg_tag IN ('CREATE EXTENSION', 'ALTER EXTENSION') THEN
        -- A depth: scripts of extensions say ALTER EXTENSION themselves.
        PERFORM set_config('schema_gate.guard_extensions',
            (coalesce(nullif(current_setting('schema_gate.guard_extensions', true), ''), '0')::integer + 1)::text, true);
        RETURN;
    END IF;
    PERFORM ${guard}.require_tables();
    IF tg_tag IN ('DROP INDEX', 'DROP TABLE', 'DROP EXTENSION') THEN
        IF tg_tag = 'DROP INDEX' AND query ~* 'concurrently' THEN
            PERFORM ${guard}.judge_concurrent_drop(query);
        END IF;
        SELECT string_agg(c.oid::text, ' ') INTO noted
        FROM ${guard}.schemas g JOIN pg_namespace n ON n.nspname = g.schema_name JOIN pg_class c ON c.relnamespace = n.oid
        LEFT JOIN pg_index i ON i.indexrelid = c.oid
        WHERE CASE tg_tag
            WHEN 'DROP INDEX' THEN NOT i.indisvalid
            WHEN 'DROP TABLE' THEN c.relispartition
            -- Ours, that is: not the extension's, nor the type of something of the extension's.
            ELSE NOT EXISTS (SELECT FROM pg_depend d
                             WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') END;
        PERFORM set_config('schema_gate.guard_noted', concat_ws(' ', 'noted', noted), true);
        RETURN;
    END IF;
    -- In a function or a block the text is that of the call, and names may have been put together.
    GET DIAGNOSTICS frames = PG_CONTEXT;
    IF position(E'\n' IN frames) > 0 OR query !~* 'alter' OR query ~* 'u&"' OR length(query) > 10000 THEN
        query := NULL;
    END IF;
    PERFORM set_config('schema_gate.guard_picture', ${guard}.picture(lower(query)), true);
    PERFORM set_config('schema_gate.guard_rewritten', '', true);
END
$guard$;

-- table_rewrite: ALTER COLUMN TYPE to the same type USING something else leaves no trace in the catalog.
CREATE OR REPLACE FUNCTION ${guard}.rewrites() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    IF pg_event_trigger_table_rewrite_reason() & 4 <> 0 THEN
        PERFORM set_config('schema_gate.guard_rewritten',
            current_setting('schema_gate.guard_rewritten', true) || ' ' || pg_event_trigger_table_rewrite_oid(), true);
    END IF;
END
$guard$;

-- What was made in this transaction may be changed and dropped in it.
CREATE OR REPLACE FUNCTION ${guard}.created() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    PERFORM set_config('schema_gate.guard_born', concat_ws(' ', nullif(current_setting('schema_gate.guard_born', true), ''),
        (SELECT string_agg(DISTINCT objid::text, ' ') FROM pg_event_trigger_ddl_commands()
         WHERE command_tag LIKE 'CREATE%' AND NOT in_extension)), true);
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.extension_end() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    PERFORM set_config('schema_gate.guard_extensions',
        nullif(current_setting('schema_gate.guard_extensions', true)::integer - 1, 0)::text, true);
END
$guard$;

-- sql_drop: all that went, not only what the command named.
CREATE OR REPLACE FUNCTION ${guard}.drops() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    note text := coalesce(current_setting('schema_gate.guard_noted', true), '');
    noted text[] := CASE WHEN tg_tag IN ('DROP INDEX', 'DROP TABLE', 'DROP EXTENSION') THEN string_to_array(note, ' ') ELSE '{}' END;
    born text[] := string_to_array(coalesce(current_setting('schema_gate.guard_born', true), ''), ' ');
    holders text[];
    gone record;
    relaxed json := CASE tg_tag WHEN 'ALTER TABLE' THEN nullif(current_setting('schema_gate.guard_picture', true), '')::json -> 'not null' END;
    allowed_by text;
BEGIN
    IF nullif(current_setting('schema_gate.guard_extensions', true), '') IS NOT NULL THEN
        RETURN;
    END IF;
    -- Where what hangs on a relation is not looked at: it goes with it, and the relation itself is judged.
    SELECT array_agg(schema_name) INTO holders FROM pg_event_trigger_dropped_objects()
    WHERE original AND object_type IN ('table', 'table column', 'view', 'materialized view', 'foreign table');
    FOR gone IN SELECT *, CASE WHEN object_type = 'schema' THEN object_name ELSE schema_name END AS place
                FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary LOOP
        CONTINUE WHEN NOT gone.original AND gone.schema_name = ANY (holders)
            AND gone.object_type IN ('index', 'table constraint', 'type', 'sequence', 'trigger', 'default value', 'rule', 'policy');
        CONTINUE WHEN gone.objid::text = ANY (born) OR gone.object_type = 'type' AND gone.object_identity LIKE '%[]';
        CONTINUE WHEN gone.object_type = 'table constraint' AND relaxed -> gone.objid::text IS NOT NULL;
        CONTINUE WHEN gone.object_type = 'table constraint'
            AND to_regclass(format('%I.%I', gone.address_names[1], gone.address_names[2]))::oid::text = ANY (born);
        -- Of a partition or heir, whose parent's column goes with it.
        CONTINUE WHEN gone.object_type = 'table column' AND EXISTS (
            SELECT FROM pg_inherits i JOIN pg_event_trigger_dropped_objects() p ON p.objid = i.inhparent
            WHERE i.inhrelid = gone.objid AND p.object_type = 'table column' AND p.address_names[3] = gone.address_names[3]);
        IF tg_tag = 'DROP EXTENSION' THEN
            CONTINUE WHEN NOT (gone.classid = 'pg_class'::regclass AND gone.objid::text = ANY (noted));
        ELSIF tg_tag IN ('DROP TABLE', 'DROP INDEX') THEN
            -- A partition that is dropped by its name, an INVALID index: routine.
            CONTINUE WHEN gone.classid = 'pg_class'::regclass AND gone.objid::text = ANY (noted);
        END IF;
        IF tg_tag = 'DROP INDEX' AND note = '' THEN
            -- CONCURRENTLY has committed meanwhile. It was judged at its start.
            allowed_by := ${guard}.permit(gone.place, 'drop', gone.object_identity);
            IF allowed_by IS NOT NULL AND ${guard}.guarded(gone.object_type, gone.place) THEN
                PERFORM ${guard}.record(tg_tag, 'drop', gone.object_identity, allowed_by);
            END IF;
        ELSE
            PERFORM ${guard}.judge(tg_tag, gone.object_type, gone.place, 'drop', gone.object_identity, '');
        END IF;
    END LOOP;
END
$guard$;

-- Renames, types and rewrites of columns, of a table as of a composite type.
CREATE OR REPLACE FUNCTION ${guard}.judge_columns(tag text, kind text, relation oid, old json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    place name := old ->> 'schema';
    identity text := format('%I.%I', place, old ->> 'name');
    part record;
    retyped boolean := false;
BEGIN
    IF json_typeof(old -> 'columns') IS DISTINCT FROM 'object' THEN
        RETURN;
    END IF;
    FOR part IN
        SELECT c.value ->> 0 AS name, a.attname AS new_name, a.attisdropped AS dropped,
            (c.value ->> 1)::oid AS type, (c.value ->> 2)::integer AS mod, a.atttypid AS new_type, a.atttypmod AS new_mod
        FROM json_each(old -> 'columns') c JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = c.key::smallint
    LOOP
        IF part.dropped THEN
            -- sql_drop tells of a table's column, and not of an attribute.
            IF kind = 'type' THEN
                PERFORM ${guard}.judge(tag, kind, place, 'drop', format('%s.%I', identity, part.name), '');
            END IF;
            CONTINUE;
        END IF;
        IF part.name <> part.new_name THEN
            PERFORM ${guard}.judge(tag, kind, place, 'rename', format('%s.%I', identity, part.name), format(' to %I', part.new_name));
        END IF;
        IF (part.type, part.mod) <> (part.new_type, part.new_mod) THEN
            retyped := true;
            IF NOT ${guard}.widens(part.type, part.mod, part.new_type, part.new_mod) THEN
                PERFORM ${guard}.judge(tag, kind, place, 'retype', format('%s.%I', identity, part.name),
                    format(' from %s to %s', format_type(part.type, part.mod), format_type(part.new_type, part.new_mod)));
            END IF;
        END IF;
    END LOOP;
    IF NOT retyped AND relation::text = ANY (string_to_array(current_setting('schema_gate.guard_rewritten', true), ' ')) THEN
        PERFORM ${guard}.judge(tag, kind, place, 'rewrite', identity, '');
    END IF;
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.judge_relation(tag text, relation oid, old json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    place name := old ->> 'schema';
    kind text := CASE old ->> 'kind' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view'
        WHEN 'm' THEN 'materialized view' WHEN 'c' THEN 'type' ELSE 'table' END;
    identity text := format('%I.%I', place, old ->> 'name');
    now record;
BEGIN
    SELECT n.nspname, c.relname, c.relpersistence INTO now FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = relation;
    -- No query names an index.
    IF now.relname <> old ->> 'name' AND kind <> 'index' THEN
        PERFORM ${guard}.judge(tag, kind, place, 'rename', identity, format(' to %I', now.relname));
    END IF;
    IF now.nspname <> place THEN
        PERFORM ${guard}.judge(tag, kind, place, 'move', identity, format(' to schema %I', now.nspname));
    END IF;
    IF now.relpersistence = 'u' AND (old ->> 'logged')::boolean THEN
        PERFORM ${guard}.judge(tag, kind, place, 'unlogging', identity, '');
    END IF;
    PERFORM ${guard}.judge_columns(tag, CASE kind WHEN 'type' THEN kind ELSE 'table column' END, relation, old);
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.judge_type(tag text, type oid, old json, relations json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    place name := old ->> 'schema';
    identity text := format('%I.%I', place, old ->> 'name');
    now record;
    lost text;
BEGIN
    SELECT n.nspname, t.typname INTO now FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = type;
    IF now.typname <> old ->> 'name' THEN
        PERFORM ${guard}.judge(tag, 'type', place, 'rename', identity, format(' to %I', now.typname));
    END IF;
    IF now.nspname <> place THEN
        PERFORM ${guard}.judge(tag, 'type', place, 'move', identity, format(' to schema %I', now.nspname));
    END IF;
    IF json_typeof(old -> 'labels') = 'object' THEN
        FOR lost IN SELECT l.value FROM json_each_text(old -> 'labels') l LEFT JOIN pg_enum e ON e.oid = l.key::oid
                    WHERE e.enumlabel IS DISTINCT FROM l.value LOOP
            PERFORM ${guard}.judge(tag, 'type', place, 'rename', identity, format(' value %L', lost));
        END LOOP;
    END IF;
    IF (old ->> 'relation')::oid <> 0 THEN
        PERFORM ${guard}.judge_columns(tag, 'type', (old ->> 'relation')::oid, relations -> (old ->> 'relation'));
    END IF;
END
$guard$;

CREATE OR REPLACE FUNCTION ${guard}.judge_function(tag text, function oid, old json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    place name := old ->> 'schema';
    now record;
BEGIN
    SELECT n.nspname, p.proname INTO now FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = function;
    IF now.proname <> old ->> 'name' THEN
        PERFORM ${guard}.judge(tag, 'function', place, 'rename', old ->> 'identity', format(' to %I', now.proname));
    END IF;
    IF now.nspname <> place THEN
        PERFORM ${guard}.judge(tag, 'function', place, 'move', old ->> 'identity', format(' to schema %I', now.nspname));
    END IF;
END
$guard$;

-- ddl_command_end: what sql_drop does not see.
CREATE OR REPLACE FUNCTION ${guard}.changes() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    picture json := nullif(current_setting('schema_gate.guard_picture', true), '')::json;
    born text[] := string_to_array(coalesce(current_setting('schema_gate.guard_born', true), ''), ' ');
    changed record;
    old json;
    new_name name;
BEGIN
    IF picture IS NULL OR nullif(current_setting('schema_gate.guard_extensions', true), '') IS NOT NULL THEN
        RETURN;
    END IF;
    FOR changed IN SELECT DISTINCT classid, objid FROM pg_event_trigger_ddl_commands() WHERE NOT in_extension LOOP
        CONTINUE WHEN changed.objid::text = ANY (born);
        old := picture -> CASE changed.classid WHEN 'pg_class'::regclass THEN 'relation' WHEN 'pg_type'::regclass THEN 'type'
            WHEN 'pg_proc'::regclass THEN 'function' WHEN 'pg_namespace'::regclass THEN 'schema' END -> changed.objid::text;
        CONTINUE WHEN old IS NULL;
        IF changed.classid = 'pg_class'::regclass THEN
            PERFORM ${guard}.judge_relation(tg_tag, changed.objid, old);
        ELSIF changed.classid = 'pg_type'::regclass THEN
            PERFORM ${guard}.judge_type(tg_tag, changed.objid, old, picture -> 'relation');
        ELSIF changed.classid = 'pg_proc'::regclass THEN
            PERFORM ${guard}.judge_function(tg_tag, changed.objid, old);
        ELSE
            SELECT nspname INTO new_name FROM pg_namespace WHERE oid = changed.objid;
            IF old #>> '{}' = ${guard_name} AND new_name <> ${guard_name} THEN
                -- No function of it has its name any more.
                IF nullif(btrim(current_setting('schema_gate.override', true)), '') IS NULL THEN
                    RAISE EXCEPTION USING ERRCODE = '42501',
                        MESSAGE = format('schema gate: rename of schema %I to %I refused (%s)', ${guard_name}, new_name, tg_tag);
                END IF;
            ELSIF new_name <> old #>> '{}' THEN
                PERFORM ${guard}.judge(tg_tag, 'schema', old #>> '{}', 'rename', format('%I', old #>> '{}'), format(' to %I', new_name));
            END IF;
        END IF;
    END LOOP;
END
$guard$;

-- Watches over the other schema from this one.
CREATE OR REPLACE FUNCTION ${schema}.guard_the_guard() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
DECLARE
    gone record;
BEGIN
    IF nullif(btrim(current_setting('schema_gate.override', true)), '') IS NULL THEN
        FOR gone IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
            IF ${guard_name} IN (gone.schema_name, CASE gone.object_type WHEN 'schema' THEN gone.object_name END) THEN
                RAISE EXCEPTION USING ERRCODE = '42501',
                    MESSAGE = format('schema gate: drop of %s %s refused (%s)', gone.object_type, gone.object_identity, tg_tag),
                    HINT = 'To take the guard away: schema-gate guard remove --ticket TICKET.';
            END IF;
        END LOOP;
    END IF;
END
$guard$;

-- Writes a pass; for roles that may not write the table.
CREATE OR REPLACE FUNCTION ${guard}.allow(ticket text, reason text, in_schema name, identity text, deed text, role_name name,
    valid_for interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $guard$
BEGIN
    INSERT INTO ${guard}.pass (ticket, reason, schema_name, identity, deed, role_name, valid_until, made_by)
    VALUES (ticket, reason, in_schema, identity, deed, role_name, clock_timestamp() + valid_for, session_user);
END
$guard$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${guard} FROM PUBLIC;
REVOKE ALL ON FUNCTION ${schema}.guard_the_guard() FROM PUBLIC;
GRANT USAGE ON SCHEMA ${guard} TO ${role};
GRANT SELECT ON ${guard}.schemas, ${guard}.pass, ${guard}.log TO ${role};
GRANT EXECUTE ON FUNCTION ${guard}.allow(text, text, name, text, text, name, interval) TO ${role};

INSERT INTO ${guard}.schemas (schema_name, refuse) VALUES
    (${owned_name}, ${owned_kinds}),
    (${foreign_name}, ${foreign_kinds}),
    (${guard_name}, ${guard_kinds}),
    (${schema_name}, ${schema_kinds})
ON CONFLICT (schema_name) DO UPDATE SET refuse = excluded.refuse WHERE schemas.refuse <> excluded.refuse;

-- Other sessions have the old triggers until the transaction ends, and the new ones from then on.
DO $do$
DECLARE
    trigger_name name;
BEGIN
    FOR trigger_name IN SELECT t.evtname FROM pg_catalog.pg_event_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.evtfoid
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN (${guard_name}, ${schema_name}) LOOP
        EXECUTE format('DROP EVENT TRIGGER %I', trigger_name);
    END LOOP;
END
$do$;

CREATE EVENT TRIGGER schema_gate_before ON ddl_command_start
    WHEN TAG IN ('ALTER DOMAIN', 'ALTER EXTENSION', 'ALTER FOREIGN TABLE', 'ALTER FUNCTION', 'ALTER INDEX', 'ALTER MATERIALIZED VIEW',
        'ALTER PROCEDURE', 'ALTER ROUTINE', 'ALTER SCHEMA', 'ALTER SEQUENCE', 'ALTER TABLE', 'ALTER TYPE', 'ALTER VIEW',
        'CREATE EXTENSION', 'DROP EXTENSION', 'DROP INDEX', 'DROP TABLE')
    EXECUTE FUNCTION ${guard}.before();
CREATE EVENT TRIGGER schema_gate_rewrites ON table_rewrite
    EXECUTE FUNCTION ${guard}.rewrites();
CREATE EVENT TRIGGER schema_gate_created ON ddl_command_end
    WHEN TAG IN ('CREATE FOREIGN TABLE', 'CREATE INDEX', 'CREATE SEQUENCE', 'CREATE TABLE', 'CREATE TABLE AS', 'CREATE TYPE', 'SELECT INTO')
    EXECUTE FUNCTION ${guard}.created();
CREATE EVENT TRIGGER schema_gate_extension ON ddl_command_end
    WHEN TAG IN ('ALTER EXTENSION', 'CREATE EXTENSION')
    EXECUTE FUNCTION ${guard}.extension_end();
CREATE EVENT TRIGGER schema_gate_changes ON ddl_command_end
    WHEN TAG IN ('ALTER DOMAIN', 'ALTER FOREIGN TABLE', 'ALTER FUNCTION', 'ALTER INDEX', 'ALTER MATERIALIZED VIEW', 'ALTER PROCEDURE',
        'ALTER ROUTINE', 'ALTER SCHEMA', 'ALTER SEQUENCE', 'ALTER TABLE', 'ALTER TYPE', 'ALTER VIEW')
    EXECUTE FUNCTION ${guard}.changes();
CREATE EVENT TRIGGER schema_gate_drops ON sql_drop
    EXECUTE FUNCTION ${guard}.drops();
CREATE EVENT TRIGGER schema_gate_watchdog ON sql_drop
    EXECUTE FUNCTION ${schema}.guard_the_guard();

COMMENT ON SCHEMA ${guard} IS ${comment};
