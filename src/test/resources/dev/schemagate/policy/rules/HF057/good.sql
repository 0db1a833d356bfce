SELECT extversion FROM pg_extension;
