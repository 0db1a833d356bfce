package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.desired.Outcome;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rules.MindLongValues;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sql.SourceRange;

/** What a start would do with the hotfixes now. Writes nothing, not even into the gate's own schema, which need not exist. */
public final class Preview {

    /** One statement; {@code locks} are those it would take, such as {@code ACCESS EXCLUSIVE on public.t}. */
    public record Line(
            String file, int line, int statement, String tag, Outcome verdict, String reason, List<String> locks) {}

    /**
     * What a start would meet.
     *
     * @param lines the statements of the files that nothing speaks against
     * @param findings of the policy; a file with an error stops the start, and has no lines
     */
    public record Outlook(List<Line> lines, List<Finding> findings) {

        /** Where nothing was looked at. */
        public static final Outlook NOTHING = new Outlook(List.of(), List.of());

        /** Whether a start would fail, or meet what an earlier one left broken. */
        public boolean needsAttention() {
            return findings.stream().anyMatch(Finding::isError)
                    || lines.stream().anyMatch(l -> l.verdict() == Outcome.CONFLICT || l.verdict() == Outcome.BROKEN);
        }
    }

    private final GateConfig config;
    private final HotfixFolder folder;
    private final CompiledHotfixes compiled;

    public Preview(GateConfig config, HotfixJudge judge) {
        this.config = config;
        this.folder = new HotfixFolder(config.hotfix().dir());
        this.compiled = new CompiledHotfixes(config.schema(), "", config.foreignSchema(), judge);
    }

    /**
     * @param migrates whether migrations run before, so that what is missing now may be there when its turn comes
     * @throws HotfixException HF001 where a file cannot be read
     * @throws DatabaseException DB009 where somebody locks a table for the whole lock budget
     */
    public Outlook of(Database database, boolean migrates) throws InterruptedException {
        List<HotfixFile> files = folder.load();
        Compilation compilation = compiled.compile(files);
        List<Finding> findings = new ArrayList<>(compilation.findings());
        List<Hotfix> hotfixes = CompiledHotfixes.hotfixes(files, compilation.statements());
        List<Line> lines = new ArrayList<>();
        List<CompiledStatement> statements =
                hotfixes.stream().map(Hotfix::statement).toList();
        try (Pass pass = Pass.thatLooks(database, config.sequence().deadline())) {
            Connection session = pass.session();
            List<StatementPlan> resolved =
                    PatientPlan.of(pass, config, () -> {}, () -> PlanTransaction.resolved(session, config, statements));
            List<StatementPlan> plans = migrates
                    ? PatientPlan.of(pass, config, () -> {}, () -> PlanTransaction.plan(session, config, statements))
                    : resolved;
            for (int i = 0; i < plans.size(); i++) {
                Hotfix hotfix = hotfixes.get(i);
                StatementPlan plan = plans.get(i);
                StatementPlan now = resolved.get(i);
                lines.add(line(hotfix, plan));
                obstacle(session, hotfix, plan)
                        .or(() -> doubt(hotfix, plan, now))
                        .ifPresent(findings::add);
                if (!now.doubt().isEmpty()) {
                    findings.add(Finding.of(
                            MindLongValues.RULE,
                            hotfix.file().path().toString(),
                            range(hotfix),
                            MindLongValues.message(now.doubt())));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("planning hotfixes", e);
        }
        return new Outlook(lines, findings);
    }

    /** What a start would fail at before it applies anything. */
    private Optional<Finding> obstacle(Connection session, Hotfix hotfix, StatementPlan plan) throws SQLException {
        HotfixPlan.Entry entry = new HotfixPlan.Entry(hotfix, plan, false);
        if (entry.impossible() != null) {
            return Optional.of(finding(hotfix, ErrorCode.HF202, entry.impossible()));
        }
        return entry.hasWork() && !plan.mayAct()
                ? Optional.of(finding(hotfix, ErrorCode.DB006, ServerRefusal.notOwner(session, config, plan)))
                : Optional.empty();
    }

    /** What the server would refuse now, where a pending migration may change that. */
    private static Optional<Finding> doubt(Hotfix hotfix, StatementPlan plan, StatementPlan now) {
        return !plan.found().impossible() && now.found().impossible()
                ? Optional.of(finding(hotfix, ErrorCode.HF202, "would fail now: " + now.reason())
                        .withLevel(Level.WARNING)
                        .withFix(new Fix.Advice("Correct it, unless a pending migration brings what it needs")))
                : Optional.empty();
    }

    private static Finding finding(Hotfix hotfix, ErrorCode code, String why) {
        return Finding.of(code, hotfix.file().path().toString(), range(hotfix), why);
    }

    private static SourceRange range(Hotfix hotfix) {
        CompiledStatement statement = hotfix.statement();
        return new SourceRange(statement.offset(), statement.length(), statement.line(), 1);
    }

    private static Line line(Hotfix hotfix, StatementPlan plan) {
        CompiledStatement statement = hotfix.statement();
        return new Line(
                hotfix.file().path().toString(),
                statement.line(),
                statement.number(),
                statement.tag(),
                plan.outcome(),
                plan.reason(),
                plan.locks().stream()
                        .map(lock -> lock.lock().sql() + " on " + lock.schema() + "." + lock.relation()
                                + (lock.rewrite() ? ", rewriting it" : ""))
                        .toList());
    }
}
