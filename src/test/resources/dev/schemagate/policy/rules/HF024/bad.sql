CREATE VIEW nemo.taxes AS SELECT id FROM public."Tax";
CREATE TABLE nemo.moods (mood public.mood);
