CREATE INDEX CONCURRENTLY tax_rate_idx ON "Tax" (rate);
