INSERT INTO "Tax" (id, name) VALUES (1, 'standard');
