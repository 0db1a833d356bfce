package dev.schemagate.sql;

/**
 * How a name without schema is understood. The search path's first schema decides, as it does for whatever a statement
 * creates; a hotfix gets the foreign schema, a migration the owned one.
 *
 * @param defaultSchema the schema an unqualified name means
 */
public record NameResolution(String defaultSchema) {

    /** How names are understood after a change: they mean something else after SET search_path. */
    public NameResolution after(Change change) {
        return change instanceof SessionChange.Setting set && set.name().equals("search_path") && set.value() != null
                ? SqlText.names(set.value()).stream()
                        .filter(schema -> !schema.equals("$user"))
                        .findFirst()
                        .map(NameResolution::new)
                        .orElse(this)
                : this;
    }

    /** The name with a schema, always. */
    public QualifiedName resolve(QualifiedName name) {
        return name.schema() != null ? name : new QualifiedName(defaultSchema, name.name());
    }

    /** The schema a name is in. */
    public String schemaOf(QualifiedName name) {
        String schema = name.schema();
        return schema != null ? schema : defaultSchema;
    }
}
