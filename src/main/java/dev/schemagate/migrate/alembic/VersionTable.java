package dev.schemagate.migrate.alembic;

/** The table in which Alembic keeps the revisions that a database is at. */
public final class VersionTable {

    /** Its name where {@code env.py} gives it no other. */
    public static final String NAME = "alembic_version";

    private VersionTable() {}
}
