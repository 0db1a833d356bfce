INSERT INTO "Tax" (id, name) VALUES (1, 'standard') ON CONFLICT DO NOTHING;
INSERT INTO "Tax" (id, name) VALUES (1, 'standard') ON CONFLICT ON CONSTRAINT "Tax_pkey" DO NOTHING;
