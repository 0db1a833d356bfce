INSERT INTO public."Tax" (id, rate) VALUES (1, 19) ON CONFLICT (id) DO NOTHING;
