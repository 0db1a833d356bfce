-- "The column requester_ip_address does not exist in the current database."
ALTER TABLE "LiteLLM_SpendLogs" ADD COLUMN IF NOT EXISTS "requester_ip_address" TEXT;
