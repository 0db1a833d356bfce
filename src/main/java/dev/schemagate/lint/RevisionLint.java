package dev.schemagate.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.alembic.operations.RevisionScript;
import dev.schemagate.migrate.alembic.python.PythonException;
import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.migrate.alembic.revisions.Revision;
import dev.schemagate.migrate.alembic.revisions.Revisions;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.PolicyContext;

/** Checks revisions of Alembic's: how those of a project fit together, and what each does. */
final class RevisionLint {

    /** Characters in {@code alembic_version.version_num}. */
    private static final int LONGEST = 32;

    private final PolicyContext context;
    private final Map<String, List<Finding>> problems = new HashMap<>();

    RevisionLint(PolicyContext context, List<Input> inputs) {
        this.context = context;
        Map<String, List<Revisions.Source>> projects = new LinkedHashMap<>();
        for (Input input : inputs) {
            if (input.kind() == FileKind.REVISION) {
                projects.computeIfAbsent(input.group(), group -> new ArrayList<>())
                        .add(new Revisions.Source(input.name(), input.bytes()));
            }
        }
        projects.forEach((project, files) -> {
            // A file that was given by itself does not have those with it that it follows.
            boolean whole = !project.equals(files.get(0).name());
            Revisions read = Revisions.of(files);
            (whole ? read.problems() : Revisions.unreadable(files.get(0))).forEach(this::add);
            read.all().stream()
                    .filter(revision -> revision.id().length() > LONGEST)
                    .map(RevisionLint::tooLong)
                    .forEach(this::add);
        });
    }

    private void add(Finding problem) {
        problems.computeIfAbsent(problem.file(), file -> new ArrayList<>()).add(problem);
    }

    private static Finding tooLong(Revision revision) {
        return Finding.of(
                        ErrorCode.MG022,
                        revision.file(),
                        revision.at(),
                        "'" + revision.id() + "' has " + revision.id().length()
                                + " characters, and Alembic makes a version" + " table that takes " + LONGEST)
                .withLevel(Level.WARNING)
                .withFix(new Fix.Advice("Shorten it, unless your version table is wider"));
    }

    /** @param declared takes the removals that the revision declares */
    List<Finding> findings(Input input, List<Declaration> declared) {
        List<Finding> findings = new ArrayList<>(problems.getOrDefault(input.name(), List.of()));
        try {
            String text = PythonText.decode(input.bytes());
            RevisionScript script = RevisionScript.read(input.name(), text);
            findings.addAll(script.findings(context));
            declared.addAll(script.declarations(context));
        } catch (PythonException e) {
            // It is among the problems.
        }
        return findings;
    }
}
