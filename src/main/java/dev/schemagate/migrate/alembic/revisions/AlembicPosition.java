package dev.schemagate.migrate.alembic.revisions;

import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.policy.rule.Finding;

/** Where a database stands among the revisions, by the rows of its version table. */
public sealed interface AlembicPosition {

    /** In one or more sentences, without a full stop at the end: what is so, where, and what to do where something is. */
    String describe();

    /**
     * Every revision has run: each is a row, or is reached from one through {@code down_revision} or {@code depends_on}.
     *
     * @param rows those of the version table
     * @param redundant rows that another row reaches: nothing is missing, and Alembic will stop at them once something is
     */
    record AtHead(List<String> rows, List<Redundant.Row> redundant) implements AlembicPosition {
        @Override
        public String describe() {
            String head = rows.isEmpty() ? "there is no revision" : "at head " + String.join(", ", rows);
            return redundant.isEmpty() ? head : head + "; " + Redundant.advice(redundant);
        }
    }

    /**
     * Revisions have not run yet.
     *
     * @param rows those of the version table; none where Alembic has not run yet
     * @param pending in an order in which they can run: each after all it follows and depends on
     * @param heads the revisions that will be in the table
     */
    record Behind(List<String> rows, List<Revision> pending, List<String> heads) implements AlembicPosition {
        @Override
        public String describe() {
            return (rows.isEmpty() ? "no revision has run yet; " : "at " + String.join(", ", rows) + "; ")
                    + (pending.size() == 1 ? "1 revision is pending: " : pending.size() + " revisions are pending: ")
                    + Sentence.some(pending.stream().map(Revision::describe).toList());
        }
    }

    /**
     * Rows that no file declares, and nothing that is certain to be missing: a newer release has migrated, as when this one is
     * being rolled back to. Each pending revision may be an ancestor of an unknown row; a revision that follows or depends on a
     * known row cannot, since running it would have replaced that row.
     *
     * @param unknown the rows without a file
     */
    record Ahead(List<String> rows, List<String> unknown) implements AlembicPosition {
        @Override
        public String describe() {
            return "ahead of the files: no file declares " + Sentence.quoted(unknown)
                    + ", so a newer release has migrated this database";
        }
    }

    /**
     * Rows that no file declares, and revisions that have certainly not run: neither older nor newer than the files.
     *
     * @param unknown the rows without a file
     * @param missing the revisions that have not run for certain; empty where there are no files at all
     * @param hint what a row may be meant for, such as an abbreviation; empty where nothing is near
     */
    record Unknown(List<String> rows, List<String> unknown, List<Revision> missing, String hint)
            implements AlembicPosition {
        @Override
        public String describe() {
            return "no file declares " + Sentence.quoted(unknown) + ", which the version table holds"
                    + (missing.isEmpty()
                            ? ", and there is no other revision file"
                            : ", and the database lacks "
                                    + Sentence.some(missing.stream()
                                            .map(Revision::describe)
                                            .toList())
                                    + ": it is not just ahead")
                    + hint
                    + "; mount the files that made it, or correct the version table";
        }
    }

    /**
     * Something is pending, and a row stands beside another that reaches it: Alembic stops with "overlaps with other requested
     * revisions" before it runs anything.
     */
    record Redundant(List<Row> redundant, List<Revision> pending) implements AlembicPosition {

        /** A row that can go, since {@code by} reaches it. */
        public record Row(String row, String by) {}

        @Override
        public String describe() {
            return (pending.size() == 1 ? "1 revision is pending" : pending.size() + " revisions are pending")
                    + ", and Alembic would run none: "
                    + advice(redundant);
        }

        static String advice(List<Row> rows) {
            return rows.stream()
                            .map(row -> "the row '" + row.row() + "' of the version table is one too many, since '"
                                    + row.by() + "' follows or depends on it")
                            .collect(Collectors.joining("; "))
                    + "; delete it: DELETE FROM alembic_version WHERE version_num IN ("
                    + Sentence.quoted(rows.stream().map(Row::row).toList()) + ")";
        }
    }

    /** The files themselves are wrong, so that nothing is known of the database. */
    record Broken(List<Finding> problems) implements AlembicPosition {
        @Override
        public String describe() {
            return Sentence.some(problems.stream().map(Finding::describe).toList());
        }
    }
}
