package dev.schemagate.plan;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.schemagate.desired.DesiredObject;
import dev.schemagate.sql.LockMode;

/**
 * A statement as far as a start without the parser needs it.
 *
 * @param number 1 for the first of its text
 * @param line where it begins, from 1
 * @param offset where it begins in the text, in {@code char}s
 * @param alone whether PostgreSQL refuses it inside a transaction block
 * @param control whether it begins or ends a transaction itself
 * @param objects what it asks for
 * @param maybe what it may make besides, under a condition
 * @param forgiving whether it does nothing where its table is absent ({@code ALTER TABLE IF EXISTS})
 * @param only whether it leaves partitions and heirs of a table alone ({@code ALTER TABLE ONLY})
 */
@RegisterForReflection
public record CompiledStatement(
        int number,
        int line,
        int offset,
        int length,
        String tag,
        boolean alone,
        boolean control,
        boolean forgiving,
        boolean only,
        List<DesiredObject> objects,
        List<DesiredObject> maybe,
        List<LockUse> locks) {

    /** The strongest lock on one relation, and whether the rows of the table are written anew under it. */
    public record LockUse(String schema, String relation, LockMode lock, boolean rewrite) {}

    public CompiledStatement {
        objects = List.copyOf(objects);
        maybe = List.copyOf(maybe);
        locks = List.copyOf(locks);
    }

    /** One that asks for these and has no text, so that it can be planned and not run. */
    static CompiledStatement of(DesiredObject... objects) {
        return new CompiledStatement(
                1, 1, 0, 0, "", false, false, false, false, List.of(objects), List.of(), List.of());
    }

    /** Its text. */
    public String sql(String text) {
        return text.substring(offset, offset + length);
    }
}
