-- Lets role ${role} read the server's log files, and no other file. Run once, as a superuser, in the database that the gate guards.
CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role};

CREATE OR REPLACE FUNCTION ${schema}.read_log(format text, file text, at bigint, length integer,
    OUT current text, OUT size bigint, OUT modified timestamptz, OUT head bytea, OUT bytes bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    path text;
BEGIN
    current := regexp_replace(pg_current_logfile(format), '^.*/', '');
    IF file IS NULL OR file = '' THEN
        RETURN;
    END IF;
    IF file !~ '^[A-Za-z0-9_%+@:,=-][A-Za-z0-9_.%+@:,=-]*$' THEN
        RAISE EXCEPTION 'not the bare name of a log file' USING ERRCODE = 'insufficient_privilege';
    END IF;
    path := current_setting('log_directory') || '/' || file;
    SELECT s.size, s.modification INTO size, modified FROM pg_stat_file(path, true) s;
    bytes := pg_read_binary_file(path, at, least(length, 1048576), true);
    head := pg_read_binary_file(path, 0, 384, true);
END
$$;

CREATE OR REPLACE FUNCTION ${schema}.list_logs(format text)
RETURNS TABLE (name text, size bigint, modified timestamptz, head bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    FOR name, size, modified IN SELECT l.name, l.size, l.modification FROM pg_ls_logdir() l LOOP
        BEGIN
            head := pg_read_binary_file(current_setting('log_directory') || '/' || name, 0, 384, true);
        EXCEPTION WHEN insufficient_privilege THEN
            -- One that the server may not read says nothing of the others.
            head := NULL;
        END;
        RETURN NEXT;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION ${schema}.read_log(text, text, bigint, integer), ${schema}.list_logs(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA ${schema} TO ${role};
GRANT EXECUTE ON FUNCTION ${schema}.read_log(text, text, bigint, integer), ${schema}.list_logs(text) TO ${role};

-- So that sessions of this pod are recognised by their address, whatever role they use.
GRANT pg_read_all_stats TO ${role};

-- Optional: keeps the gate's own polls out of a log with log_statement = all.
ALTER ROLE ${role} SET log_statement = 'none';
