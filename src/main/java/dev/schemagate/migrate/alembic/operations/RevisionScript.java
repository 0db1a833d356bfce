package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.alembic.python.Comment;
import dev.schemagate.migrate.alembic.python.PythonException;
import dev.schemagate.migrate.alembic.python.PythonFunction;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rules.TextRules;
import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.Statement;

/**
 * What a revision's {@code upgrade()} does, as far as it is written in literals, to be judged as a migration of the owned schema.
 * Places are the revision file's. {@code # gate: …} comments count as {@code -- gate: …} of SQL do: an {@code allow} for the call below
 * it, in all its statements; a {@code contract} or {@code retire} for the whole file.
 */
public final class RevisionScript {

    private final String file;
    private final PythonFunction function;
    private final List<Finding> unread;
    private final StringBuilder sql = new StringBuilder();
    private final List<Segment> segments = new ArrayList<>();
    private final Map<SourceRange, Integer> copies = new HashMap<>();

    /** A stretch of the SQL that comes from one place of the file. */
    private record Segment(int start, int end, SentSql piece) {}

    private RevisionScript(String file, PythonFunction function) {
        this.file = file;
        this.function = function;
        Upgrade upgrade = new Upgrade(file, function);
        this.unread = List.copyOf(upgrade.unread());
        write(upgrade.pieces());
    }

    /**
     * @param file as findings call it
     * @param text as {@link dev.schemagate.migrate.alembic.python.PythonText} decodes it
     * @throws PythonException where it is no Python
     */
    public static RevisionScript read(String file, String text) throws PythonException {
        return new RevisionScript(file, PythonFunction.read(text, "upgrade"));
    }

    private void write(List<SentSql> pieces) {
        Map<SourceRange, List<Comment>> above = new LinkedHashMap<>();
        List<Comment> gate =
                function.comments().stream().filter(RevisionScript::isOurs).toList();
        List<Comment> placed = new ArrayList<>();
        for (SentSql piece : pieces) {
            above.computeIfAbsent(piece.call(), call -> above(call, placed));
        }
        // One that stands above no call has no statement to speak for; it is told so, or declares something.
        gate.stream().filter(comment -> !placed.contains(comment)).forEach(comment -> {
            write(comment);
            sql.append('\n');
        });
        for (SentSql piece : pieces) {
            above.get(piece.call()).stream().filter(RevisionScript::isOurs).forEach(this::write);
            int start = sql.length();
            sql.append(piece.sql());
            segments.add(new Segment(start, sql.length(), piece));
            sql.append("\n;\n");
        }
    }

    private void write(Comment comment) {
        int start = sql.length();
        sql.append("--").append(comment.text().substring(1)).append('\n');
        segments.add(new Segment(start, sql.length(), new SentSql("", comment.range(), null, false)));
        copies.merge(comment.range(), 1, Integer::sum);
    }

    /** The comments in the lines right above a call. */
    private List<Comment> above(SourceRange call, List<Comment> placed) {
        Map<Integer, Comment> byLine = new HashMap<>();
        function.comments().stream()
                .filter(Comment::alone)
                .forEach(comment -> byLine.put(comment.range().line(), comment));
        List<Comment> found = new ArrayList<>();
        for (int line = call.line() - 1; byLine.containsKey(line); line--) {
            found.add(0, byLine.get(line));
        }
        placed.addAll(found);
        return found;
    }

    private static boolean isOurs(Comment comment) {
        return comment.text().matches("(?is)#\\s*gate\\s*:.*");
    }

    /** What was not judged, as warnings, and SQL that PostgreSQL would refuse, as errors. */
    public List<Finding> unread() {
        return unread;
    }

    /** What there is against it by the policy, and {@link #unread()}, in the order of the file. */
    public List<Finding> findings(PolicyContext context) {
        List<Finding> findings = new ArrayList<>(unread);
        Map<SourceRange, Integer> needless = new HashMap<>();
        Script script = script();
        findings.addAll(alone(script));
        for (Finding finding : Policy.judge(script, context)) {
            Finding here = here(finding);
            boolean copied = finding.rule().equals(TextRules.NEEDLESS.id()) && copies.containsKey(here.range());
            if (!copied || needless.merge(here.range(), 1, Integer::sum).equals(copies.get(here.range()))) {
                findings.add(here);
            }
        }
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(finding -> finding.range().offset()))
                .toList();
    }

    /** The removals that its comments declare. */
    public List<Declaration> declarations(PolicyContext context) {
        return Declaration.of(script(), context).stream()
                .map(one -> new Declaration(one.object(), one.reason(), one.file(), here(one.range()), one.changes()))
                .distinct()
                .toList();
    }

    /** As SQL; places in it are not the file's. */
    public Script script() {
        boolean together =
                segments.stream().noneMatch(segment -> segment.piece().autocommit());
        return new Script(ScriptKind.MIGRATION, SqlParser.parse(new SourceText(file, sql.toString())), together);
    }

    /** What Alembic's transaction refuses; only {@code env.py} knows whether there is one. */
    private List<Finding> alone(Script script) {
        return script.parsed().statements().stream()
                .filter(statement -> statement.transactionMode() == Statement.TransactionMode.FORBIDDEN
                        && !segment(statement.range()).piece().autocommit())
                .map(statement -> Finding.of(
                                ErrorCode.MG010,
                                file,
                                here(statement.range()),
                                statement.tag()
                                        + " cannot run in a transaction, and Alembic opens one unless env.py does otherwise")
                        .withLevel(Level.WARNING)
                        .withFix(new Fix.Advice("Put it into: with op.get_context().autocommit_block():")))
                .toList();
    }

    private Finding here(Finding finding) {
        Fix fix = finding.fix() instanceof Fix.Sql written ? new Fix.Advice(inPython(written.text())) : finding.fix();
        return new Finding(finding.rule(), finding.level(), file, here(finding.range()), finding.message(), fix);
    }

    private SourceRange here(SourceRange range) {
        Segment segment = segment(range);
        int[] origins = segment.piece().origins();
        int from = Math.max(0, range.offset() - segment.start());
        return origins == null
                ? segment.piece().call()
                : function.range(origins[from], origins[Math.min(range.end() - segment.start(), origins.length - 1)]);
    }

    /** The last one for what lies behind all. */
    private Segment segment(SourceRange range) {
        return segments.stream()
                .filter(segment -> range.offset() < segment.end())
                .findFirst()
                .orElseGet(() -> segments.get(segments.size() - 1));
    }

    private static String inPython(String sql) {
        boolean alone = sql.toUpperCase(java.util.Locale.ROOT).contains(" CONCURRENTLY ");
        return (alone ? "with op.get_context().autocommit_block(): " : "") + "op.execute(\"\"\"" + sql + "\"\"\")";
    }
}
