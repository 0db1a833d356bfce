package dev.schemagate.migrate.alembic.revisions;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/** Alembic's settings cannot be read, or do not tell where the revisions are: MG020. */
public final class ProjectException extends Exception {

    private final String file;
    private final int line;

    ProjectException(String file, int line, String message) {
        super(message);
        this.file = file;
        this.line = line;
    }

    /** With its place. */
    public Finding finding() {
        return Finding.of(ErrorCode.MG020, file, new SourceRange(0, 0, line, 1), String.valueOf(getMessage()));
    }
}
