package dev.schemagate.sql;

/**
 * What an effect does to a relation's availability (PostgreSQL manual, "Explicit Locking").
 *
 * @param lock the strongest lock taken when the change is made
 * @param noOpLock the strongest lock taken when what is asked for is there already
 * @param work what happens to the table's rows while the lock is held; the worst where it depends on the catalog
 */
public record RelationUse(QualifiedName relation, LockMode lock, LockMode noOpLock, Work work) {

    /** How long a lock is held: in proportion to the rows, or not. */
    public enum Work {
        /** Catalog only. */
        NONE,
        /** Every row is read. */
        SCAN,
        /** Every row is written anew. */
        REWRITE
    }
}
