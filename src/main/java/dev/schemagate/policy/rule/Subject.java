package dev.schemagate.policy.rule;

import java.util.List;

import dev.schemagate.sql.BuiltIns;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.Guard;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.Repetition;
import dev.schemagate.sql.Statement;

/**
 * What a rule looks at: one effect, in its statement, in its script.
 *
 * @param top the statement of the script
 * @param statement the one with the effect: {@code top}, or a statement of its body
 * @param runsNow false in the body of a function that is only created
 * @param names as they are understood at this place
 * @param before what earlier statements of the same scripts have done
 */
public record Subject(
        ScriptKind kind,
        Statement top,
        Statement statement,
        Effect effect,
        boolean runsNow,
        PolicyContext context,
        NameResolution names,
        EarlierStatements before) {

    /** The same place with another effect of its statement. */
    public Subject with(Effect other) {
        return new Subject(kind, top, statement, other, runsNow, context, names, before);
    }

    public Change change() {
        return effect.change();
    }

    /** Whether it stands in a DO block. */
    public boolean nested() {
        return statement != top;
    }

    public boolean isHotfix() {
        return kind == ScriptKind.HOTFIX;
    }

    /** Whether a second run neither fails nor acts again. */
    public boolean idempotent() {
        return effect.repetition().outcome() == Repetition.Outcome.NOTHING && looksWhereItActs();
    }

    /** Whether the condition around the statement, if it names a schema, names the one that the statement works in. */
    private boolean looksWhereItActs() {
        return !(effect.repetition().guard() instanceof Guard.CatalogCheck check)
                || check.sought() == null
                || check.sought().schema() == null
                || Targets.of(this).stream()
                        .allMatch(target -> check.sought().schema().equals(target.schema()));
    }

    /** The name with its schema; names of the system catalog are found there, as the server finds them. */
    public QualifiedName resolve(QualifiedName name) {
        return name.schema() == null && BuiltIns.relation(name.name())
                ? new QualifiedName("pg_catalog", name.name())
                : names.resolve(name);
    }

    public String schemaOf(QualifiedName name) {
        String schema = resolve(name).schema();
        return schema == null ? names.defaultSchema() : schema;
    }

    public boolean inForeign(QualifiedName name) {
        return schemaOf(name).equals(context.foreignSchema());
    }

    /** Whether the gate keeps its own tables there. */
    public boolean isBookkeeping(String schema) {
        return schema.equals(context.bookkeeping());
    }

    /** Whether a migration engine notes there what it has applied. */
    public boolean isLedger(QualifiedName table) {
        return context.ledgers().has(table.name());
    }

    /** Whether a script of this kind may change what is in that place. */
    public boolean mayChange(QualifiedName target) {
        boolean ours = isHotfix() ? inForeign(target) : !inForeign(target);
        return kind == ScriptKind.PRISMA || ours && !isLedger(target);
    }

    /** Whether earlier statements of the same scripts created the table, so that no old code uses it. */
    public boolean isNew(QualifiedName table) {
        return before.created(resolve(table));
    }

    /** Whether earlier statements of the same scripts, or this one, add the column. */
    public boolean isNewColumn(QualifiedName table, String column) {
        return isNew(table) || before.added(resolve(table), column);
    }

    /** What an ALTER DOMAIN does, such as {@code SET NOT NULL}; empty where the effect is none. */
    public String domainClause() {
        return change() instanceof ObjectChange.Alter alter && alter.object().kind() == ObjectKind.DOMAIN
                ? alter.what()
                : "";
    }

    /** What is known of tables; their names are resolved. */
    public Tables tables() {
        return context.tables();
    }

    /** Prisma migrations that will run later. */
    public List<ParsedScript> pending() {
        return context.pending();
    }
}
