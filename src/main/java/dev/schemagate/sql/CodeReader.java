package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Reads what a query runs beside itself: functions, operators, and the input functions of types. */
final class CodeReader {
    private final StatementDraft out;

    CodeReader(StatementDraft out) {
        this.out = out;
    }

    void call(Node call) {
        QualifiedName function = Names.of(call.list("funcname"));
        SourceRange range = out.nameAt(call.number("location", -1));
        if (function.name().equals("generate_series") && !out.inDefinition) {
            out.add(range, new SessionChange.Loop("a series"), Repetition.BY_NATURE);
        }
        boolean harmless = BuiltIns.harmless(function) && BuiltIns.takes(function.name(), types(call.list("args")));
        if (!CallReader.special(out, call, function, range) && !harmless) {
            Repetition repetition = out.inDefinition ? Repetition.BY_NATURE : Repetition.ACTS_AGAIN;
            out.add(range, new SessionChange.Call(function, out.inDefinition), repetition);
        }
    }

    /** A constant of an enum as a default, or beside a comparison, is as harmless as the column that it is for. */
    void coerce(Node typeName, boolean harmless) {
        QualifiedName type = Names.of(typeName.list("names"));
        if (!typeName.isEmpty() && !harmless && !BuiltIns.type(type)) {
            out.add(new SessionChange.Coerce(type, out.inDefinition), Repetition.BY_NATURE);
        }
    }

    private static List<@Nullable String> types(List<Node> terms) {
        List<@Nullable String> types = new ArrayList<>();
        terms.forEach(term -> types.add(Terms.knownType(term)));
        return types;
    }

    static boolean compares(Node expression) {
        return Set.of("=", "<>", "<", ">", "<=", ">=")
                        .contains(Names.of(expression.list("name")).name())
                && !expression.text("kind").equals("AEXPR_NULLIF");
    }

    void operator(Node expression) {
        if (Set.of("AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL").contains(expression.text("kind"))) {
            Node left = expression.get("lexpr");
            Node right = expression.get("rexpr");
            operator(expression.list("name"), types(left.isEmpty() ? List.of(right) : List.of(left, right)));
        }
    }

    /** OPERATOR(schema.+) may be anybody's function. */
    void operator(List<Node> written, List<@Nullable String> operands) {
        QualifiedName name = Names.of(written);
        boolean known = BuiltIns.operator(name) && BuiltIns.takes(name.name(), operands);
        if (!written.isEmpty() && !known) {
            Repetition repetition = out.inDefinition ? Repetition.BY_NATURE : Repetition.ACTS_AGAIN;
            out.add(new SessionChange.Call(name, out.inDefinition), repetition);
        }
    }
}
