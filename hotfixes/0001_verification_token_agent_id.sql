-- LiteLLM 1.81.15: all 89 migrations are applied, and the column its code selects is still missing.
ALTER TABLE "LiteLLM_VerificationToken" ADD COLUMN IF NOT EXISTS "agent_id" TEXT;
