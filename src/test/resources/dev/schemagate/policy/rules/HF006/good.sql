INSERT INTO public."Tax" (id, name) VALUES (1, 'standard') ON CONFLICT (id) DO NOTHING;
INSERT INTO public."Tax" ("taxId", last_name, note) VALUES (-1, 'well known', 'next, not last') ON CONFLICT ("taxId") DO NOTHING;
INSERT INTO public."Tax" (id, made_at) VALUES (1, now()) ON CONFLICT (id) DO NOTHING;
INSERT INTO public."Tax" (id, name) SELECT 1, 'standard' ON CONFLICT (id) DO NOTHING;
