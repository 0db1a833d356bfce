package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.schemagate.sql.Expression.Volatility;

/** Reads the expressions of definitions. What they call and read becomes effects of the statement as well. */
final class ExpressionReader {
    private final StatementDraft out;

    ExpressionReader(StatementDraft out) {
        this.out = out;
    }

    /** An expression whose text lies between two offsets. */
    Expression read(Node node, int start, int end) {
        boolean before = out.inDefinition;
        out.inDefinition = true;
        new QueryReader(out).read(node);
        out.inDefinition = before;
        return describe(node, start, end);
    }

    private Expression describe(Node node, int start, int end) {
        List<QualifiedName> calls = new ArrayList<>();
        Volatility volatility = Volatility.CONSTANT;
        Deque<Node> open = new ArrayDeque<>();
        open.push(node);
        while (!open.isEmpty()) {
            Node next = open.pop();
            Volatility found = Volatility.CONSTANT;
            if (next.is("FuncCall")) {
                QualifiedName function = Names.of(next.inner().list("funcname"));
                calls.add(function);
                found = BuiltIns.volatility(function);
            } else if (next.is("SQLValueFunction")) {
                found = Volatility.STABLE;
            } else if (next.is("SubLink") || ownOperator(next)) {
                found = Volatility.VOLATILE;
            } else if (next.is("TypeCast")) {
                found = cast(next.inner());
            }
            volatility = found.compareTo(volatility) > 0 ? found : volatility;
            next.inner().eachChild((field, child) -> open.push(child));
        }
        return new Expression(
                out.slice.range(start, end),
                out.slice.text(start, end),
                volatility,
                calls,
                Terms.isNull(node),
                NeverNull.of(node),
                NeverFails.of(node));
    }

    private static boolean ownOperator(Node node) {
        boolean operator = node.is("A_Expr") && node.inner().text("kind").startsWith("AEXPR_OP");
        return operator && !BuiltIns.operator(Names.of(node.inner().list("name")));
    }

    /** A cast to a date or time reads the session's settings, and {@code 'now'::timestamp} the clock. */
    private static Volatility cast(Node cast) {
        String type = Names.of(cast.get("typeName").list("names")).name();
        return type.startsWith("time") || type.equals("date") ? Volatility.STABLE : Volatility.CONSTANT;
    }
}
