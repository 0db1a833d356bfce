package dev.schemagate.sql;

/**
 * How a name without schema is understood. The search path's first schema decides, as it does for whatever a statement
 * creates; a hotfix gets the foreign schema, a migration the owned one.
 *
 * @param defaultSchema the schema an unqualified name means
 */
public record NameResolution(String defaultSchema) {

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
