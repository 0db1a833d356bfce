package dev.schemagate.prisma.drift;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import dev.schemagate.desired.Assessment;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** A statement that the planner is asked about, and what its answer is for. */
record Question(String sql, CompiledStatement asked, Answer answer) {

    /** Takes what the planner found. */
    interface Answer {
        void take(Assessment found);
    }

    /** Empty where the statement is no SQL, since something in the schema is passed on as it is. */
    static Optional<Question> of(String sql, NameResolution names, Answer answer) {
        return asked(sql, names).map(asked -> new Question(sql, asked, answer));
    }

    static Optional<CompiledStatement> asked(String sql, NameResolution names) {
        ParsedScript script = SqlParser.parse("drift", sql.getBytes(StandardCharsets.UTF_8));
        List<CompiledStatement> asked = script.errors().isEmpty() ? Compile.of(script, names) : List.of();
        return asked.size() == 1 ? Optional.of(asked.get(0)) : Optional.empty();
    }
}
