ALTER TABLE nemo.tax ADD COLUMN IF NOT EXISTS rate numeric;
