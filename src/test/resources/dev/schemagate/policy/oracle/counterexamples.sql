TABLE trap
--------
DO $$ BEGIN DO LANGUAGE plpgsql $q$ DECLARE n int; BEGIN n := 1; DO $b$ BEGIN EXECUTE 'TABLE trap'; END $b$; RETURN; END $q$; END $$
--------
SELECT 1 === 2
--------
DO $$ BEGIN IF 1 === 2 THEN NULL; END IF; END $$
--------
DO $$ BEGIN ALTER TABLE public . "orders" ADD COLUMN IF NOT EXISTS c1 varchar(10) DEFAULT 1 === 2; END $$
--------
INSERT INTO orders (id, note) SELECT id + 100, 'x' FROM orders ON CONFLICT (id) DO NOTHING
--------
INSERT INTO orders (note) VALUES ('x') ON CONFLICT DO NOTHING
