INSERT INTO "Tax" (id, name) VALUES (1, 'standard') ON CONFLICT (id) DO NOTHING;
