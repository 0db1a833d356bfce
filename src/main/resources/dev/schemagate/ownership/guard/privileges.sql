-- The variant of the guard without event triggers: the app's login owns nothing of schema ${foreign} and so can remove nothing of it.
-- Run as the owner of the schema and its tables with CREATEROLE, in the app's database. What follows from it:
--   * the app changes rows and no table: its own schema updates must be off, and the views it would make itself are made by the job;
--   * the migration job connects with options=-c%20role%3D${owner_url} in DATABASE_URL. Without it, new tables belong to the job's own
--     login, and the app has no right on them;
--   * the migration job and the gate can do everything still.
-- Run it again once Prisma has made its ledger: until then the app could write into that.
BEGIN;

DO $do$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${owner_name}) THEN
        CREATE ROLE ${owner} NOLOGIN;
    END IF;
END
$do$;
GRANT ${owner} TO ${role};
-- Only a member may give something to a role.
GRANT ${owner} TO CURRENT_USER;
GRANT CREATE, USAGE ON SCHEMA ${foreign} TO ${owner};

DO $do$
DECLARE
    thing record;
BEGIN
    FOR thing IN
        SELECT format('%s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
            WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, n.nspname, c.relname) AS name
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ${foreign_name} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
            -- A sequence of a column's own goes with its table, and what is an extension's stays.
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
        UNION ALL
        SELECT format('%s %I.%I', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, n.nspname, t.typname)
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = ${foreign_name} AND t.typtype IN ('e', 'd')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                            AND d.objid = t.oid AND d.deptype = 'e')
    LOOP
        EXECUTE 'ALTER ' || thing.name || ' OWNER TO ' || ${owner_literal};
    END LOOP;
END
$do$;
ALTER SCHEMA ${foreign} OWNER TO ${owner};

-- Up to PostgreSQL 14 everybody may create in public.
REVOKE CREATE ON SCHEMA ${foreign} FROM PUBLIC, ${app};
GRANT USAGE ON SCHEMA ${foreign} TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${foreign} TO ${app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${foreign} TO ${app};
REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA ${foreign} FROM ${app};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${foreign} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${foreign} GRANT USAGE, SELECT ON SEQUENCES TO ${app};

-- So that the app sees whether all migrations have run, and cannot say that they have.
DO $do$
BEGIN
    IF to_regclass(${foreign_literal} || '._prisma_migrations') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON ${foreign}._prisma_migrations FROM ${app};
    END IF;
END
$do$;

COMMIT;
