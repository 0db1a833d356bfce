package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.migrate.alembic.python.PythonFunction;
import dev.schemagate.migrate.alembic.python.PythonStatement;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlError;
import dev.schemagate.sql.SqlParser;

/** Goes through the statements of {@code upgrade()}: what is literal becomes SQL, all else is said not to be judged. */
final class Upgrade {

    private static final String OP = "alembic.op.";
    private static final SourceRange START = new SourceRange(0, 0, 1, 1);

    /** Calls that only make objects in the program, or ask for them. */
    private static final Set<String> HARMLESS = Set.of("print", OP + "get_bind", OP + "get_context", OP + "f");

    private final String file;
    private final PythonFunction function;
    private final Imports imports;
    private final Map<String, Operations.Batch> batches = new HashMap<>();
    private final List<SentSql> pieces = new ArrayList<>();
    private final List<Finding> unread = new ArrayList<>();
    private boolean autocommit;

    Upgrade(String file, PythonFunction function) {
        this.file = file;
        this.function = function;
        this.imports = new Imports(function.imports());
        if (function.statements() == null) {
            notJudged(START, "there is no upgrade() that can be read without Python");
        } else {
            function.statements().forEach(this::read);
        }
    }

    /** In the order in which they run. */
    List<SentSql> pieces() {
        return pieces;
    }

    /** What was not judged, and SQL that PostgreSQL would refuse. */
    List<Finding> unread() {
        return unread;
    }

    private void read(PythonStatement statement) {
        if (statement instanceof PythonStatement.Import imported) {
            imports.add(imported.names());
        } else if (statement instanceof PythonStatement.Run run) {
            run(run);
        } else if (statement instanceof PythonStatement.Assign assign) {
            assign(assign);
        } else if (statement instanceof PythonStatement.With with) {
            with(with);
        } else if (statement instanceof PythonStatement.Other other) {
            notJudged(other.range(), "what '" + other.keyword() + "' makes of it, only Python knows");
        }
    }

    private void assign(PythonStatement.Assign assign) {
        boolean harmless = assign.value() instanceof PythonExpression.Call call
                ? isHarmless(call.function())
                : !(assign.value() instanceof PythonExpression.Other);
        assign.names().forEach(name -> {
            imports.remove(name);
            batches.remove(name);
        });
        if (!harmless) {
            notJudged(assign.range(), "what the assignment does, only Python knows");
        }
    }

    private boolean isHarmless(String function) {
        String full = imports.resolve(function).orElse(function);
        return HARMLESS.contains(full) || full.startsWith("sqlalchemy.");
    }

    private void with(PythonStatement.With with) {
        if (with.value() instanceof PythonExpression.Call call
                && with.as() != null
                && full(call.function()).equals(OP + "batch_alter_table")) {
            try {
                batches.put(with.as(), Operations.Batch.of(call, imports));
                imports.remove(with.as());
                with.body().forEach(this::read);
            } catch (NotLiteral e) {
                notJudged(e.place(), e.getMessage());
            } finally {
                batches.remove(with.as());
            }
        } else if (full(with.context()).equals(OP + "get_context().autocommit_block()")) {
            boolean around = autocommit;
            autocommit = true;
            with.body().forEach(this::read);
            autocommit = around;
        } else {
            notJudged(with.range(), "what 'with " + with.context() + "' makes of it, only Python knows");
        }
    }

    private String full(String name) {
        return imports.resolve(name).orElse("");
    }

    private void run(PythonStatement.Run run) {
        if (!(run.expression() instanceof PythonExpression.Call call)) {
            notJudged(run.range(), "only Python knows what it does");
            return;
        }
        try {
            call(call);
        } catch (NotLiteral e) {
            notJudged(e.place(), e.getMessage());
            knowTable(call);
        }
    }

    private void call(PythonExpression.Call call) throws NotLiteral {
        int dot = call.function().lastIndexOf('.');
        Operations.Batch batch = dot < 0 ? null : batches.get(call.function().substring(0, dot));
        if (batch != null) {
            String name = call.function().substring(dot + 1);
            if (!Operations.isKnown(name)) {
                throw new NotLiteral(call.range(), call.function() + "() is not known");
            }
            add(call, Operations.sql(name, call, imports, batch));
            return;
        }
        Optional<String> full = imports.resolve(call.function());
        String name = full.filter(known -> known.startsWith(OP))
                .map(known -> known.substring(OP.length()))
                .orElse("");
        if (name.equals("execute")) {
            execute(call);
        } else if (Operations.isKnown(name)) {
            add(call, Operations.sql(name, call, imports));
        } else if (!isHarmless(call.function())) {
            throw new NotLiteral(
                    call.range(),
                    name.isEmpty()
                            ? "what " + call.function() + "() does, only Python knows"
                            : call.function() + "() is not known");
        }
    }

    private void add(PythonExpression.Call call, List<String> sql) {
        sql.forEach(statement -> pieces.add(new SentSql(statement, call.range(), null, autocommit)));
    }

    /** A table whose columns are not known is a new one all the same, so that no old code is blamed on it. */
    private void knowTable(PythonExpression.Call call) {
        if (full(call.function()).equals(OP + "create_table")
                && !call.arguments().isEmpty()
                && call.arguments().get(0) instanceof PythonExpression.Str name
                && call.named().getOrDefault("schema", name) instanceof PythonExpression.Str schema) {
            String table = Text.name(call.named().containsKey("schema") ? schema.value() : null, name.value());
            pieces.add(new SentSql("CREATE TABLE " + table + " ()", call.range(), null, autocommit));
        }
    }

    private void execute(PythonExpression.Call call) throws NotLiteral {
        Arguments arguments = Arguments.of(call, imports, List.of("sqltext")).without(Set.of("execution_options"));
        PythonExpression given = arguments.take("sqltext");
        arguments.onlyThese();
        PythonExpression.Str text = given == null ? null : Text.literal(given, imports);
        if (text == null) {
            throw new NotLiteral(given == null ? call.range() : given.range(), "the SQL is no literal");
        }
        String sql = Text.sql(text);
        int[] origins = sql.equals(text.value()) ? text.origins() : null;
        ParsedScript parsed = SqlParser.parse(new SourceText(file, sql));
        if (!parsed.errors().isEmpty()) {
            SqlError error = parsed.errors().get(0);
            int offset = Math.min(error.range().offset(), text.value().length());
            SourceRange place = origins == null
                    ? call.range()
                    : function.range(origins[offset], origins[Math.min(offset + 1, sql.length())]);
            unread.add(Finding.of(ErrorCode.MG024, file, place, error.message()));
            return;
        }
        int start = 0;
        for (dev.schemagate.sql.Statement statement : parsed.statements()) {
            int end = statement.range().end();
            pieces.add(slice(sql, start, end, call, origins));
            start = end;
        }
    }

    /** A statement with the comments before it, and without the semicolon that ended the one before. */
    private SentSql slice(String sql, int from, int end, PythonExpression.Call call, int[] origins) {
        int start = from;
        while (start < end && (Character.isWhitespace(sql.charAt(start)) || sql.charAt(start) == ';')) {
            start++;
        }
        int[] some = origins == null ? null : Arrays.copyOfRange(origins, start, end + 1);
        return new SentSql(sql.substring(start, end), call.range(), some, autocommit);
    }

    private void notJudged(SourceRange place, String why) {
        unread.add(
                Finding.of(ErrorCode.MG023, file, place, "not judged: " + why).withLevel(Level.WARNING));
    }
}
