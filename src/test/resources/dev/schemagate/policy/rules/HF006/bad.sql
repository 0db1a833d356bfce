INSERT INTO "Tax" (id, name) VALUES (1, 'standard');
INSERT INTO "Tax" (id, name) VALUES (DEFAULT, 'standard') ON CONFLICT (id) DO NOTHING;
INSERT INTO "Tax" (id, name) VALUES (1, 'standard'), (NULL, 'reduced') ON CONFLICT (id) DO NOTHING;
INSERT INTO "Tax" (id, name) OVERRIDING USER VALUE VALUES (1, 'standard') ON CONFLICT (id) DO NOTHING;
INSERT INTO "Tax" (id, name) VALUES (abs(-1), 'standard') ON CONFLICT (id) DO NOTHING;
INSERT INTO "Tax" (since, name) VALUES ('now', 'standard') ON CONFLICT (since) DO NOTHING;
INSERT INTO "Tax" VALUES (1, 'standard') ON CONFLICT DO NOTHING;
INSERT INTO "Tax" (name) SELECT name FROM "Rate" ON CONFLICT DO NOTHING;
