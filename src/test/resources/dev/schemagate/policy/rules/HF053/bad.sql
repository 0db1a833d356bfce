ALTER TABLE "Tax" ADD COLUMN IF NOT EXISTS the_rate_that_the_customer_pays_after_all_the_discounts_were_applied numeric;
