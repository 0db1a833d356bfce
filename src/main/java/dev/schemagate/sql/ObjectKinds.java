package dev.schemagate.sql;

import java.util.Map;

/** PostgreSQL's ObjectType as the tree spells it. */
final class ObjectKinds {
    private static final Map<String, ObjectKind> IRREGULAR = Map.ofEntries(
            Map.entry("OBJECT_MATVIEW", ObjectKind.MATERIALIZED_VIEW),
            Map.entry("OBJECT_TABCONSTRAINT", ObjectKind.CONSTRAINT),
            Map.entry("OBJECT_DOMCONSTRAINT", ObjectKind.DOMAIN_CONSTRAINT),
            Map.entry("OBJECT_ATTRIBUTE", ObjectKind.TYPE_ATTRIBUTE),
            Map.entry("OBJECT_DEFACL", ObjectKind.DEFAULT_PRIVILEGES),
            Map.entry("OBJECT_EVENT_TRIGGER", ObjectKind.EVENT_TRIGGER),
            Map.entry("OBJECT_FDW", ObjectKind.FOREIGN_DATA_WRAPPER),
            Map.entry("OBJECT_FOREIGN_SERVER", ObjectKind.SERVER),
            Map.entry("OBJECT_LARGEOBJECT", ObjectKind.LARGE_OBJECT),
            Map.entry("OBJECT_OPCLASS", ObjectKind.OPERATOR_CLASS),
            Map.entry("OBJECT_OPFAMILY", ObjectKind.OPERATOR_FAMILY),
            Map.entry("OBJECT_PARAMETER_ACL", ObjectKind.PARAMETER),
            Map.entry("OBJECT_STATISTIC_EXT", ObjectKind.STATISTICS),
            Map.entry("OBJECT_TSCONFIGURATION", ObjectKind.TEXT_SEARCH_CONFIGURATION),
            Map.entry("OBJECT_TSDICTIONARY", ObjectKind.TEXT_SEARCH_DICTIONARY),
            Map.entry("OBJECT_TSPARSER", ObjectKind.TEXT_SEARCH_PARSER),
            Map.entry("OBJECT_TSTEMPLATE", ObjectKind.TEXT_SEARCH_TEMPLATE));

    private ObjectKinds() {}

    static ObjectKind of(String objectType) {
        ObjectKind irregular = IRREGULAR.get(objectType);
        if (irregular != null) {
            return irregular;
        }
        String name = objectType.replaceFirst("^OBJECT_", "");
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return ObjectKind.OTHER;
    }
}
