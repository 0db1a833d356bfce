package dev.schemagate.sql;

import java.util.List;
import java.util.Set;

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
     * @param catalogs the catalog tables or views it reads, without schema: {@code pg_constraint}, {@code columns}
     * @param constants the string constants of the condition, names of what it looks for among them
     * @param onlyCatalog whether it reads nothing but system catalogs and calls nothing unknown
     */
    record CatalogCheck(
            SourceRange range,
            String condition,
            boolean wantsAbsence,
            Set<String> catalogs,
            Set<String> constants,
            boolean onlyCatalog)
            implements Guard {

        public CatalogCheck {
            catalogs = Set.copyOf(catalogs);
            constants = Set.copyOf(constants);
        }

        /** Whether the condition looks for this name, exactly or with quotes or schema around it. */
        public boolean mentions(String name) {
            return constants.stream()
                    .anyMatch(c -> c.equals(name)
                            || c.endsWith("." + name)
                            || c.endsWith(QualifiedName.quote(name))
                            || c.endsWith('"' + name + '"'));
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
