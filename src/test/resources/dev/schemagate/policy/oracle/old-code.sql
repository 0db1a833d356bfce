-- table | key | column | value ; value: each is inserted, put in the place of every other, and upserted.
orders |  | user_id | 'u1' ; NULL ; 'nobody' ; ''
orders |  | total | 0 ; NULL ; 'NaN' ; -1e20 ; 99999999999
orders |  | note | 'x' ; '' ; NULL ; repeat('long ', 20000) ; 'no number' ; '{' ; '7'
orders |  | data | '{}' ; '[]' ; '{"x": "1"}' ; '{"x": "none"}' ; '"s"' ; NULL ; '{'
orders |  | placed | '2020-01-01' ; 'infinity' ; NULL ; 'never'
"User" | id = 'fresh' | email | 'n@example.org' ; '' ; NULL ; 'a@example.org' ; repeat('e', 50000)
"User" | id = 'fresh' | age | 0 ; -5 ; 2147483647 ; NULL
"User" | id = 'fresh' | "mixedCase" | 'x' ; '' ; NULL ; repeat('m', 40)
"User" | id = 'fresh' | feeling | 'sad' ; NULL ; 'none'
"User" | id = 'u1' | email | 'upsert@example.org' ; NULL
"Tax" |  | name | 'n' ; '' ; NULL ; 'standard'
"Tax" |  | rate | 0 ; 99999.9999 ; NULL ; -1
"Tax" |  | owner | 'u1' ; 'nobody' ; NULL ; ''
"Tax" |  | net | 0 ; NULL ; 1e30
logs | at = '2020-05-05' | line | 'x' ; '' ; NULL ; repeat('line ', 20000)
logs_old | at = '2020-05-05' | line | 'x' ; NULL
spare |  | line | 'x' ; '' ; NULL
base |  | a | 0 ; NULL ; 2147483647
child |  | b | 0 ; NULL
entry |  | j | '{}' ; '[]' ; '{"x": "1"}' ; '{"x": "none"}' ; '"s"' ; 'null' ; NULL ; '{'
entry |  | t | '5' ; '' ; NULL ; 'no number' ; repeat('1', 100000) ; '{' ; '2020-01-01' ; E'\\'
entry |  | a | 0 ; -1 ; NULL ; 2147483647 ; -2147483648
entry |  | b | 0 ; NULL ; 2147483647
entry |  | tags | '{}' ; NULL ; '{a,NULL}' ; '{{a},{b}}'
entry |  | m | 'sad' ; NULL ; 'none'
entry |  | p | 1 ; 0 ; NULL
entry |  | ts | 'epoch' ; 'infinity' ; '-infinity' ; NULL
entry |  | vc | '' ; NULL ; repeat('v', 50) ; repeat('v', 51)
entry |  | parent | 1 ; NULL ; 999
entry | id = 1 | t | '6' ; 'no number' ; NULL
other.things | id = 77 | label | 'x' ; '' ; NULL
nemo.users | id = 77 | legacy_name | 'x' ; '' ; NULL
nemo.users | id = 1 | email | 'x' ; NULL
nemo.job |  | state | 'done' ; '' ; NULL ; 'no number'
nemo.job |  | user_id | 1 ; NULL ; 999
nemo.job |  | n | 0 ; -1 ; NULL ; 2147483647
_prisma_migrations | id = 'm9' | migration_name | 'x' ; NULL
-- Statements as they are.
SELECT * FROM orders
SELECT * FROM "User"
SELECT * FROM "Tax"
SELECT * FROM logs
SELECT * FROM base
SELECT * FROM entry
SELECT * FROM nemo.users
SELECT * FROM nemo.job
SELECT * FROM user_view
SELECT * FROM entry_view
SELECT id, user_id, total, note, data FROM orders WHERE note = 'x' OR total > 15
SELECT o.id, u.email FROM orders o JOIN "User" u ON u.id = o.user_id
SELECT id FROM entry WHERE (j ->> 'x')::int = 3
SELECT id FROM entry WHERE m::text = 'ok'
SELECT m FROM entry GROUP BY m
SELECT lower(note) FROM orders
DELETE FROM "User" WHERE id = 'u1' RETURNING id
DELETE FROM "User" WHERE id = 'u2' RETURNING id
DELETE FROM orders RETURNING id
DELETE FROM "Tax" RETURNING id
DELETE FROM entry WHERE id = 1 RETURNING id
DELETE FROM logs RETURNING at
DELETE FROM base RETURNING a
DELETE FROM nemo.users RETURNING id
DELETE FROM nemo.job RETURNING id
UPDATE "User" SET id = id || 'x' RETURNING id
UPDATE "User" SET id = id RETURNING id
UPDATE entry SET id = id + 100 RETURNING id
UPDATE entry_view SET t = 'no number' RETURNING id
INSERT INTO user_view (id, email) VALUES ('fresh', 'v@example.org') RETURNING id, email
INSERT INTO "User" VALUES ('fresh', 'p@example.org', 3, 'm', 'sad') RETURNING id
INSERT INTO "Tax" (name) VALUES ('n') ON CONFLICT (name) DO NOTHING RETURNING name, rate
INSERT INTO "Tax" (name, rate) VALUES ('standard', 5) ON CONFLICT (name) DO UPDATE SET rate = EXCLUDED.rate RETURNING name, rate
INSERT INTO "Tax" (name) SELECT email FROM "User" RETURNING name
INSERT INTO orders (note) VALUES ('a'), ('b'), (NULL) RETURNING note
INSERT INTO entry (t, a) SELECT t, a FROM entry RETURNING t, a
INSERT INTO logs_old (at, line) VALUES ('2025-01-01', 'wrong') RETURNING line
EXECUTE old_named
EXECUTE old_star
EXECUTE old_insert('x')
EXECUTE old_insert(NULL)
EXECUTE old_update('no number')
