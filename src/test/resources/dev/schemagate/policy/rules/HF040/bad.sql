CREATE INDEX IF NOT EXISTS tax_rate_idx ON "Tax" (rate);
