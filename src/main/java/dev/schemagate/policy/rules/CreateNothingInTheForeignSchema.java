package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ColumnDefinition.Generation.Kind;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.TableChange;

/** HF020: The foreign schema belongs to another engine. */
final class CreateNothingInTheForeignSchema {
    static final Rule RULE = new Rule(
            "HF020",
            "create-nothing-in-the-foreign-schema",
            RuleGroup.OWNERSHIP,
            Level.ERROR,
            "the foreign schema belongs to another engine",
            "Prisma drops what it does not know: an empty table goes without a warning at the next db " + "push.",
            "Create it in the owned schema, by a migration",
            CreateNothingInTheForeignSchema::judge);

    private CreateNothingInTheForeignSchema() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof TableChange.Create create && s.inForeign(create.table())) {
            return created(create.kind().sql(), s.resolve(create.table()), s);
        }
        if (s.change() instanceof ColumnChange.Add add && s.inForeign(add.table()) && bringsSequence(add)) {
            return "a serial or identity column creates a sequence in schema "
                    + s.context().foreignSchema() + ", which belongs to another engine";
        }
        boolean created = s.change() instanceof ObjectChange.Create create
                && Targets.inSchema(create.object().kind())
                && create.object().kind() != ObjectKind.STATISTICS
                && create.object().part() == null
                && s.inForeign(create.object().name());
        return created
                ? created(
                        ((ObjectChange.Create) s.change()).object().kind().sql(),
                        s.resolve(((ObjectChange.Create) s.change()).object().name()),
                        s)
                : null;
    }

    private static String created(String kind, QualifiedName name, Subject s) {
        return "CREATE " + kind + " " + name + ": schema " + s.context().foreignSchema()
                + " belongs to another engine, which drops what it does not know";
    }

    private static boolean bringsSequence(ColumnChange.Add add) {
        ColumnDefinition.Generation generation = add.definition().generation();
        return add.definition().type().isSerial()
                || generation != null
                        && (generation.kind() == Kind.IDENTITY_ALWAYS || generation.kind() == Kind.IDENTITY_BY_DEFAULT);
    }
}
