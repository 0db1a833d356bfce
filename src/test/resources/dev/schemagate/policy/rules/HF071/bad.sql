SELECT repair_taxes();
SELECT 'a'::public.mood::int;
SELECT lower('a'::mood);
SELECT * FROM pg_repairs;
DO $$ DECLARE code public.tax_code := 'x'; BEGIN NULL; END $$;
