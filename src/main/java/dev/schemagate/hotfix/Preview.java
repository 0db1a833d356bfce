package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.plan.AskedStatement;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.plan.Verdict;

/** What a start would do with the hotfixes now. Writes nothing, not even into the gate's own schema, which need not exist. */
public final class Preview {

    /** One statement; {@code locks} are those it would take, such as {@code ACCESS EXCLUSIVE on public.t}. */
    public record Line(
            String file, int line, int statement, String tag, Verdict verdict, String reason, List<String> locks) {}

    private final GateConfig config;
    private final HotfixFolder folder;
    private final CompiledHotfixes compiled;

    public Preview(GateConfig config, HotfixJudge judge) {
        this.config = config;
        this.folder = new HotfixFolder(config.hotfix().dir());
        this.compiled = new CompiledHotfixes(config.schema(), "", config.foreignSchema(), judge);
    }

    /** @throws HotfixException where a file cannot be read, parsed or passed */
    public List<Line> lines(Database database) {
        List<Hotfix> hotfixes = compiled.parse(folder.load());
        try (Connection session = database.open()) {
            List<StatementPlan> plans = PlanTransaction.plan(
                    session, config, hotfixes.stream().map(Hotfix::statement).toList());
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < plans.size(); i++) {
                lines.add(line(hotfixes.get(i), plans.get(i)));
            }
            return lines;
        } catch (SQLException e) {
            throw DatabaseException.during("planning hotfixes", e);
        }
    }

    private static Line line(Hotfix hotfix, StatementPlan plan) {
        AskedStatement statement = hotfix.statement();
        return new Line(
                hotfix.file().path().toString(),
                statement.line(),
                statement.number(),
                statement.tag(),
                plan.verdict(),
                plan.finding().reason(),
                plan.locks().stream()
                        .map(lock -> lock.lock().sql() + " on " + lock.schema() + "." + lock.relation()
                                + (lock.rewrite() ? ", rewriting it" : ""))
                        .toList());
    }
}
