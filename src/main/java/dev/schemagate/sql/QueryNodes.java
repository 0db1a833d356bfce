package dev.schemagate.sql;

import java.util.Set;

/** The node types of queries and expressions that only hold others, or nothing. */
final class QueryNodes {
    static final Set<String> PLAIN = Set.of(("A_Expr BoolExpr SubLink NullTest BooleanTest CaseExpr CaseWhen"
                    + " CoalesceExpr MinMaxExpr RowExpr A_ArrayExpr A_Indirection A_Indices TypeCast CollateClause"
                    + " SQLValueFunction GroupingFunc GroupingSet SortBy WindowDef ResTarget RangeSubselect RangeFunction"
                    + " RangeTableSample RangeTableFunc RangeTableFuncCol XmlExpr XmlSerialize NamedArgExpr SetToDefault"
                    + " CurrentOfExpr MultiAssignRef List JoinExpr ReturningOption InferClause IndexElem OnConflictClause"
                    + " DefElem MergeSupportFunc JsonValueExpr JsonFormat JsonReturning JsonOutput JsonArgument"
                    + " JsonFuncExpr JsonBehavior JsonTable JsonTableColumn JsonTablePathSpec JsonKeyValue JsonParseExpr"
                    + " JsonScalarExpr JsonSerializeExpr JsonObjectConstructor JsonArrayConstructor"
                    + " JsonArrayQueryConstructor JsonAggConstructor JsonObjectAgg JsonArrayAgg JsonIsPredicate")
            .split(" "));
    static final Set<String> LEAVES = Set.of(
            "A_Const",
            "ColumnRef",
            "ParamRef",
            "String",
            "Integer",
            "Float",
            "Boolean",
            "BitString",
            "A_Star",
            "TypeName",
            "Alias",
            "LockingClause",
            "RoleSpec",
            "CTESearchClause",
            "CTECycleClause",
            "ColumnDef");

    private QueryNodes() {}
}
