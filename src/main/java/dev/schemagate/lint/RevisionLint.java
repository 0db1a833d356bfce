package dev.schemagate.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.migrate.alembic.operations.RevisionScript;
import dev.schemagate.migrate.alembic.python.PythonException;
import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.migrate.alembic.revisions.Revisions;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;

/** Checks revisions of Alembic's: how those of a project fit together, and what each does. */
final class RevisionLint {

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
            for (Finding problem : whole ? Revisions.of(files).problems() : Revisions.unreadable(files.get(0))) {
                problems.computeIfAbsent(problem.file(), file -> new ArrayList<>())
                        .add(problem);
            }
        });
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
