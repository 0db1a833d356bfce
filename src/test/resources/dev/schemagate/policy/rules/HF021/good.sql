SELECT migration_name FROM public._prisma_migrations;
