-- "The column LiteLLM_DailyTeamSpend.mcp_namespaced_tool_name does not exist in the current database."
ALTER TABLE "LiteLLM_DailyTeamSpend" ADD COLUMN IF NOT EXISTS "mcp_namespaced_tool_name" TEXT;
CREATE INDEX CONCURRENTLY IF NOT EXISTS "LiteLLM_DailyTeamSpend_mcp_namespaced_tool_name_idx"
    ON "LiteLLM_DailyTeamSpend" ("mcp_namespaced_tool_name");
