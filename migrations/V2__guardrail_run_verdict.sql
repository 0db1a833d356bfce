ALTER TABLE guardrail_run ADD COLUMN verdict text;
