package dev.schemagate.migrate.alembic.revisions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.alembic.python.PythonException;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.migrate.alembic.python.PythonModule;
import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/** Reads what a revision file says of itself. */
final class RevisionReader {

    private static final String REVISION = "revision";
    private static final String DOWN = "down_revision";
    private static final String DEPENDS = "depends_on";
    private static final String LABELS = "branch_labels";
    private static final Set<String> NAMES = Set.of(REVISION, DOWN, DEPENDS, LABELS);

    /** A file without {@code revision} is named by it: a rule of Alembic's for files of its first version. */
    private static final Pattern OLD_NAME = Pattern.compile("([a-f0-9]+)\\.py");

    /** With these in an id Alembic refuses it; they are its own signs on the command line. */
    private static final Pattern ILLEGAL = Pattern.compile("[@+-]");

    private static final SourceRange START = new SourceRange(0, 0, 1, 1);
    private static final int SHOWN = 60;

    private final String file;
    private final Consumer<Finding> problems;

    private RevisionReader(String file, Consumer<Finding> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Null where that cannot be known, with the reasons as problems: no Python, or a value that is no literal.
     *
     * @param file as findings call it, with its name last
     */
    static @Nullable Revision read(String file, byte[] bytes, Consumer<Finding> problems) {
        RevisionReader reader = new RevisionReader(file, problems);
        try {
            return reader.read(PythonModule.read(PythonText.decode(bytes), NAMES));
        } catch (PythonException e) {
            reader.problem(e.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Revision read(PythonModule module) {
        Map<String, PythonExpression> names = module.names();
        List<String> ids = ids(REVISION, module);
        List<String> down = ids(DOWN, module);
        List<String> depends = ids(DEPENDS, module);
        List<String> labels = ids(LABELS, module);
        PythonExpression declared = names.get(REVISION);
        if (ids == null || down == null || depends == null || labels == null) {
            return null;
        }
        if (declared == null) {
            Matcher old = OLD_NAME.matcher(file.substring(file.lastIndexOf('/') + 1));
            if (!old.matches()) {
                problem(
                        START,
                        "no revision: Alembic stops at a file among the revisions that does not say which it is");
                return null;
            }
            return new Revision(file, old.group(1), START, down, depends, labels);
        }
        if (!(declared instanceof PythonExpression.Str) || ids.get(0).isEmpty()) {
            problem(declared.range(), "revision is not one string: " + shown(module, declared));
            return null;
        }
        if (ILLEGAL.matcher(ids.get(0)).find()) {
            problem(declared.range(), "'" + ids.get(0) + "' cannot be a revision: Alembic refuses @, + and - in it");
            return null;
        }
        return new Revision(file, ids.get(0), declared.range(), down, depends, labels);
    }

    /** Null, with a problem, for a value that is no literal. */
    private @Nullable List<String> ids(String name, PythonModule module) {
        PythonExpression value = module.names().get(name);
        if (value == null || value instanceof PythonExpression.None) {
            return List.of();
        }
        List<PythonExpression> elements =
                value instanceof PythonExpression.Sequence sequence ? sequence.elements() : List.of(value);
        List<String> ids = new ArrayList<>();
        for (PythonExpression element : elements) {
            if (!(element instanceof PythonExpression.Str string)) {
                problem(value.range(), name + " is no literal, so only Python knows it: " + shown(module, value));
                return null;
            }
            ids.add(string.value());
        }
        // Alembic asks whether the value is true, and an empty string is not.
        return value instanceof PythonExpression.Str && ids.get(0).isEmpty() && !name.equals(REVISION)
                ? List.of()
                : ids;
    }

    private static String shown(PythonModule module, PythonExpression value) {
        String text = module.text()
                .substring(value.range().offset(), value.range().end())
                .replaceAll("\\s+", " ");
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private void problem(SourceRange place, String message) {
        problems.accept(Finding.of(ErrorCode.MG021, file, place, message));
    }
}
