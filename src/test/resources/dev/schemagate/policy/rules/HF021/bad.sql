UPDATE _prisma_migrations SET finished_at = now();
DELETE FROM nemo.flyway_schema_history WHERE version = '7';
