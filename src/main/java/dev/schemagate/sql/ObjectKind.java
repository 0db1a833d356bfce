package dev.schemagate.sql;

import java.util.Locale;

/** The kinds of database object that SQL names (PostgreSQL source, ObjectType). */
public enum ObjectKind {
    ACCESS_METHOD,
    AGGREGATE,
    CAST,
    COLLATION,
    COLUMN,
    CONSTRAINT,
    CONVERSION,
    DATABASE,
    DEFAULT_PRIVILEGES,
    DOMAIN,
    DOMAIN_CONSTRAINT,
    EVENT_TRIGGER,
    EXTENSION,
    FOREIGN_DATA_WRAPPER,
    FOREIGN_TABLE,
    FUNCTION,
    INDEX,
    LANGUAGE,
    LARGE_OBJECT,
    MATERIALIZED_VIEW,
    OPERATOR,
    OPERATOR_CLASS,
    OPERATOR_FAMILY,
    PARAMETER,
    POLICY,
    PROCEDURE,
    PUBLICATION,
    ROLE,
    ROUTINE,
    RULE,
    SCHEMA,
    SEQUENCE,
    SERVER,
    STATISTICS,
    SUBSCRIPTION,
    TABLE,
    TABLESPACE,
    TEXT_SEARCH_CONFIGURATION,
    TEXT_SEARCH_DICTIONARY,
    TEXT_SEARCH_PARSER,
    TEXT_SEARCH_TEMPLATE,
    TRANSFORM,
    TRIGGER,
    TYPE,
    TYPE_ATTRIBUTE,
    USER_MAPPING,
    VIEW,
    /** Something this program has no word for. */
    OTHER;

    /** Whether it lives in {@code pg_class} and shares the name space of tables. */
    public boolean isRelation() {
        return switch (this) {
            case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE -> true;
            default -> false;
        };
    }

    /** As SQL spells it. */
    public String sql() {
        return name().replace('_', ' ').toUpperCase(Locale.ROOT);
    }
}
