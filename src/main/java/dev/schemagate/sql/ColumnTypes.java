package dev.schemagate.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The types that columns have, while scripts run that change them: what a catalog has, where it was put, and what the scripts make.
 * What one makes only where it is not there is taken for made unless it is known to be there.
 */
public final class ColumnTypes {

    private static final Map<String, String> SERIAL = Map.of(
            "smallserial",
            "smallint",
            "serial2",
            "smallint",
            "serial",
            "integer",
            "serial4",
            "integer",
            "bigserial",
            "bigint",
            "serial8",
            "bigint");

    private final Map<QualifiedName, Map<String, String>> tables = new HashMap<>();

    /** @param type as {@code format_type} prints it */
    public void put(QualifiedName table, String column, String type) {
        tables.computeIfAbsent(table, name -> new HashMap<>()).put(column, type);
    }

    /** Empty where it is not known. */
    public Optional<ColumnType> of(QualifiedName table, String column) {
        return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(column))
                .map(ColumnType::of);
    }

    /** Takes in what an effect does when it runs. */
    public void after(Effect effect, NameResolution names) {
        boolean always = effect.repetition().outcome() == Repetition.Outcome.FAILS;
        Change change = effect.change();
        if (change instanceof TableChange.Create create) {
            QualifiedName table = names.resolve(create.table());
            if (always) {
                tables.remove(table);
            }
            if (!tables.containsKey(table)) {
                create.columns().forEach(column -> put(table, column.name(), type(column.type())));
            }
        } else if (change instanceof ColumnChange column) {
            after(column, names.resolve(column.table()), always);
        } else if (change instanceof ObjectChange object
                && object.object().kind().isRelation()) {
            after(object, names.resolve(object.object().name()));
        } else if (change instanceof ObjectChange.Rename rename
                && rename.object().kind() == ObjectKind.TYPE) {
            QualifiedName old = names.resolve(rename.object().name());
            String now = old.sibling(rename.newName()).sql();
            tables.values().forEach(columns -> columns.replaceAll((column, type) -> isNamed(old, type) ? now : type));
        }
    }

    /** @param printed with its schema or, as a script may write it, without */
    private static boolean isNamed(QualifiedName type, String printed) {
        return printed.equals(type.sql()) || printed.equals(QualifiedName.quote(type.name()));
    }

    /** Whether the column has this type of a user already. */
    public boolean has(QualifiedName table, String column, QualifiedName type) {
        return isNamed(type, tables.getOrDefault(table, Map.of()).getOrDefault(column, ""));
    }

    private void after(ColumnChange change, QualifiedName table, boolean always) {
        String column = change.column();
        if (change instanceof ColumnChange.Add add) {
            if (always || of(table, column).isEmpty()) {
                put(table, column, type(add.definition().type()));
            }
        } else if (change instanceof ColumnChange.Retype retype) {
            put(table, column, type(retype.type()));
        } else if (change instanceof ColumnChange.Drop) {
            forget(table, column);
        } else if (change instanceof ColumnChange.Rename rename) {
            String type = forget(table, column);
            if (type != null) {
                put(table, rename.newName(), type);
            }
        }
    }

    private @Nullable String forget(QualifiedName table, String column) {
        return tables.getOrDefault(table, new HashMap<>()).remove(column);
    }

    private void after(ObjectChange change, QualifiedName table) {
        boolean moved = change instanceof ObjectChange.Rename || change instanceof ObjectChange.Move;
        Map<String, String> columns = moved || change instanceof ObjectChange.Drop ? tables.remove(table) : null;
        if (columns != null && change instanceof ObjectChange.Rename rename) {
            tables.put(table.sibling(rename.newName()), columns);
        } else if (columns != null && change instanceof ObjectChange.Move move) {
            tables.put(new QualifiedName(move.newSchema(), table.name()), columns);
        }
    }

    private static String type(TypeRef type) {
        String printed = type.canonical();
        return type.isSerial() ? SERIAL.getOrDefault(type.name().name(), printed) : printed;
    }
}
