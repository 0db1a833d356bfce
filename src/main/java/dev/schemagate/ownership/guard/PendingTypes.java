package dev.schemagate.ownership.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TableChange;
import dev.schemagate.sql.TypeRef;

/** The types that columns will have when earlier pending migrations have run, where those set them. */
final class PendingTypes {

    private final NameResolution names;
    private final Map<List<String>, TypeRef> types = new HashMap<>();

    PendingTypes(String schema) {
        this.names = new NameResolution(schema);
    }

    void after(ParsedScript migration) {
        migration.statements().stream().flatMap(Statement::allEffects).forEach(effect -> follow(effect.change()));
    }

    private void follow(Change change) {
        if (change instanceof TableChange.Create create) {
            create.columns().forEach(column -> note(create.table(), column.name(), column.type()));
        } else if (change instanceof ColumnChange.Add add) {
            note(add.table(), add.column(), add.definition().type());
        } else if (change instanceof ColumnChange.Retype retype) {
            note(retype.table(), retype.column(), retype.type());
        }
    }

    private void note(QualifiedName table, String column, TypeRef type) {
        types.put(key(names.resolve(table), column), type);
    }

    /** As SQL; empty where the catalog has to say it, or it is no type of PostgreSQL's own. */
    Optional<String> of(QualifiedName table, String column) {
        return Optional.ofNullable(types.get(key(table, column)))
                .filter(type -> "pg_catalog".equals(type.name().schema()))
                .map(TypeRef::canonical);
    }

    private static List<String> key(QualifiedName table, String column) {
        return List.of(table.schema() == null ? "" : table.schema(), table.name(), column);
    }
}
