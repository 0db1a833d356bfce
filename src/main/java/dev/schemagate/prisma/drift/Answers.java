package dev.schemagate.prisma.drift;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.schemagate.config.GateConfig;
import dev.schemagate.desired.Assessment;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.desired.Outcome;
import dev.schemagate.hotfix.PlanTransaction;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** What the planner found of objects that Prisma would create. */
record Answers(Map<DesiredObject, Assessment> found) {

    static Answers ask(Connection session, GateConfig config, List<DesiredObject> objects) throws SQLException {
        NameResolution names = new NameResolution(config.foreignSchema());
        Map<DesiredObject, CompiledStatement> asked = new LinkedHashMap<>();
        for (DesiredObject object : objects) {
            object.ddl().flatMap(sql -> compile(sql, names)).ifPresent(statement -> asked.put(object, statement));
        }
        Map<CompiledStatement, Assessment> found = new HashMap<>();
        for (StatementPlan plan : PlanTransaction.plan(session, config, List.copyOf(asked.values()))) {
            found.put(plan.statement(), plan.found());
        }
        Map<DesiredObject, Assessment> answers = new HashMap<>();
        asked.forEach((object, statement) -> answers.put(object, found.get(statement)));
        return new Answers(answers);
    }

    /** In the words of the server. Empty where it is no SQL, since something in the schema is passed on as it is. */
    static Optional<CompiledStatement> compile(String sql, NameResolution names) {
        ParsedScript script = SqlParser.parse("drift", sql.getBytes(StandardCharsets.UTF_8));
        List<CompiledStatement> compiled = script.errors().isEmpty() ? Compile.of(script, names) : List.of();
        return compiled.size() == 1 ? Optional.of(compiled.get(0)) : Optional.empty();
    }

    boolean isSatisfied(DesiredObject object) {
        return of(object)
                .filter(answer -> answer.outcome() == Outcome.SATISFIED)
                .isPresent();
    }

    Optional<Assessment> of(DesiredObject object) {
        return Optional.ofNullable(found.get(object));
    }

    /** What is wrong with it; empty where nothing is, or nobody could say. */
    Optional<String> fault(DesiredObject object) {
        return of(object)
                .filter(answer -> answer.outcome() != Outcome.SATISFIED)
                .map(Assessment::reason);
    }
}
