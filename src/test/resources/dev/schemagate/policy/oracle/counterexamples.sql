TABLE trap
--------
DO $$ BEGIN DO LANGUAGE plpgsql $q$ DECLARE n int; BEGIN n := 1; DO $b$ BEGIN EXECUTE 'TABLE trap'; END $b$; RETURN; END $q$; END $$
