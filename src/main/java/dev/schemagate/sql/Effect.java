package dev.schemagate.sql;

import java.util.List;

/**
 * One thing a statement does: a sub-command of ALTER TABLE, one dropped object, one function called.
 *
 * @param range the part of the statement that asks for it
 * @param relations the relations it locks, with the strongest lock on each
 */
public record Effect(SourceRange range, Change change, List<RelationUse> relations, Repetition repetition) {

    public Effect {
        relations = List.copyOf(relations);
    }
}
