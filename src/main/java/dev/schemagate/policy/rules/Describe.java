package dev.schemagate.policy.rules;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectRef;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.TableChange;

/** Words for findings. */
final class Describe {

    private Describe() {}

    static String object(ObjectRef object) {
        return object.part() == null
                ? object.name().sql()
                : QualifiedName.quote(object.part()) + " of " + object.name().sql();
    }

    /** The change by its kind: {@code alter view}, {@code table property options}. */
    static String change(Change change) {
        if (change instanceof ObjectChange.Alter alter) {
            return "ALTER " + alter.object().kind().sql() + " " + alter.what();
        }
        if (change instanceof ObjectChange object) {
            return words(change.getClass().getSimpleName()) + " of a "
                    + object.object().kind().sql();
        }
        if (change instanceof TableChange.SetProperty set) {
            return "table property " + set.property().name().replace('_', ' ');
        }
        return words(change.getClass().getSimpleName());
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }
}
