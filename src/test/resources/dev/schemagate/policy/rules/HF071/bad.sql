SELECT repair_taxes();
SELECT 'a'::public.mood::int;
SELECT lower('a'::mood);
SELECT * FROM pg_repairs;
DO $$ DECLARE code public.tax_code := 'x'; BEGIN NULL; END $$;
SELECT 1 ~~ 2;
SELECT upper(1);
SELECT relname FROM pg_class ORDER BY relname USING ===;
SELECT * FROM jsonb_to_record('{}') AS x(code public.tax_code);
