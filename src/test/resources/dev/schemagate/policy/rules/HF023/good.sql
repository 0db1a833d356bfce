ALTER TABLE nemo.tax ADD COLUMN rate numeric;
