package dev.schemagate.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What keeps a repeated statement from failing or acting twice. */
public sealed interface Guard {

    /** The statement's own clause: {@code IF NOT EXISTS}, {@code IF EXISTS}, {@code OR REPLACE}, {@code ON CONFLICT}. */
    record Clause(String sql) implements Guard {}

    /** The command's nature: it sets a state and is content to find it set, as {@code SET NOT NULL}. */
    record Nature() implements Guard {}

    /**
     * {@code IF [NOT] EXISTS (SELECT ... FROM pg_constraint ...) THEN} around a statement of a PL/pgSQL body.
     *
     * @param range of the condition
     * @param condition its text
     * @param wantsAbsence true where the branch runs if nothing is found
     * @param sought the one object it looks for, so that the branch runs if and only if that is absent, or there; null where it
     *     looks for something else besides
     * @param onlyCatalog whether it reads nothing but system catalogs and calls nothing unknown
     */
    record CatalogCheck(
            SourceRange range,
            String condition,
            boolean wantsAbsence,
            @Nullable Sought sought,
            boolean onlyCatalog) implements Guard {

        /** Whether the branch runs if and only if what the change adds is absent, or what it removes is there. */
        public boolean decides(Change change, NameResolution names) {
            return Guarding.decides(this, change, names);
        }

        CatalogCheck opposite() {
            return new CatalogCheck(range, condition, !wantsAbsence, sought, onlyCatalog);
        }
    }

    /**
     * Any other condition, loop or CASE around a statement: it may run, or not, or many times.
     *
     * @param range of the condition, or of the statement that holds it
     */
    record Branch(SourceRange range, String condition) implements Guard {}

    /**
     * {@code EXCEPTION WHEN duplicate_object THEN} of the block around a statement.
     *
     * @param conditions names or SQLSTATEs as written, lower-case: {@code duplicate_column}, {@code others}
     * @param swallows whether the handler ends quietly, without raising again
     */
    record Handler(SourceRange range, List<String> conditions, boolean swallows) implements Guard {

        public Handler {
            conditions = List.copyOf(conditions);
        }
    }
}
