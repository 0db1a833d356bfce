package dev.schemagate.migrate.alembic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.PendingScript;
import dev.schemagate.migrate.Refusal;
import dev.schemagate.migrate.alembic.revisions.Revision;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rules.Rules;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.SqlText;
import dev.schemagate.sql.Statement;

/**
 * A pending revision, judged by the SQL that Alembic prints for it. A comment {@code # gate: allow RULE reason} anywhere in the file is
 * an acknowledgement of that rule in all of the revision's statements; {@code # gate: contract …} is as in SQL.
 */
record PendingRevision(Revision revision, OfflineSql sql) implements PendingScript {

    private static final Pattern COMMENT = Pattern.compile("(?m)^[^\\S\\n]*#\\s*(gate\\s*:\\s*(\\w+)[^\\n]*)$");
    private static final Pattern ALLOWED = Pattern.compile("gate\\s*:\\s*allow\\s+(\\S+).*");
    private static final int SHOWN = 100;

    @Override
    public String path() {
        return revision.file();
    }

    @Override
    public List<Refusal> refusals() {
        return List.of();
    }

    @Override
    public String text() {
        return text(revision);
    }

    /** Its Python. */
    static String text(Revision revision) {
        try {
            return new String(Files.readAllBytes(Path.of(revision.file())), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw MigrationException.permanent(ErrorCode.MG020, revision.file() + " " + MountedFolder.why(e));
        }
    }

    @Override
    public Script script() {
        RevisionSql printed = sql.of(revision);
        return script(comments("(?i)contract|retire"), printed.text(), printed.inTransaction());
    }

    private Script script(List<String> comments, String text, boolean inTransaction) {
        String head = comments.isEmpty() ? "" : "-- " + String.join("\n-- ", comments) + "\n";
        return new Script(
                ScriptKind.MIGRATION, SqlParser.parse(new SourceText(revision.file(), head + text)), inTransaction);
    }

    /** Those of these verbs, without their marks. */
    private List<String> comments(String verbs) {
        List<String> found = new ArrayList<>();
        Matcher comment = COMMENT.matcher(text());
        while (comment.find()) {
            if (comment.group(2).matches(verbs)) {
                found.add(comment.group(1));
            }
        }
        return found;
    }

    /** With the place of the revision in its file, and the statement as far as it is known, since no line of the SQL is one of the file. */
    @Override
    public List<Finding> judged(PolicyContext context) {
        Script script = acknowledged(script(), context);
        return Policy.judge(script, context).stream()
                .map(finding -> new Finding(
                        finding.rule(),
                        finding.level(),
                        finding.file(),
                        revision.at(),
                        finding.message() + statement(script.parsed(), finding),
                        finding.fix()))
                .distinct()
                .toList();
    }

    private static String statement(ParsedScript parsed, Finding finding) {
        return parsed.statements().stream()
                .filter(statement -> statement.range().contains(finding.range()))
                .findFirst()
                .map(statement -> ": " + words(statement.text()))
                .orElse("");
    }

    private static String words(String statement) {
        String text = SqlText.withoutLiterals(statement).strip().replaceAll("\\s+", " ");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Each acknowledgement on the line before every statement that breaks its rule; one that none breaks at the end, where it is refused. */
    private Script acknowledged(Script script, PolicyContext context) {
        List<String> comments = comments("(?i)(?!contract|retire).*");
        if (comments.isEmpty()) {
            return script;
        }
        List<Finding> findings = Policy.judge(script, context);
        StringBuilder text = new StringBuilder();
        List<String> used = new ArrayList<>();
        String source = script.parsed().source().text();
        int end = 0;
        for (Statement statement : script.parsed().statements()) {
            int start = statement.range().offset();
            text.append(source, end, start);
            for (String comment : comments) {
                if (findings.stream()
                        .anyMatch(finding -> statement.range().contains(finding.range()) && allows(comment, finding))) {
                    used.add(comment);
                    text.append("\n-- ").append(comment).append('\n');
                }
            }
            end = start;
        }
        text.append(source, end, source.length());
        comments.stream()
                .filter(comment -> !used.contains(comment))
                .forEach(comment -> text.append("\n-- ").append(comment).append('\n'));
        return script(List.of(), text.toString(), script.inTransaction());
    }

    private static boolean allows(String comment, Finding finding) {
        Matcher allowed = ALLOWED.matcher(comment);
        return allowed.matches()
                && Rules.all().stream().anyMatch(rule -> rule.id().equals(finding.rule()) && rule.is(allowed.group(1)));
    }
}
