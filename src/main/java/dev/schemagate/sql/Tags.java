package dev.schemagate.sql;

import java.util.Locale;
import java.util.Map;

/** PostgreSQL's command tags, derived from the names of tree nodes where those are regular. */
final class Tags {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("SelectStmt", "SELECT"),
            Map.entry("IndexStmt", "CREATE INDEX"),
            Map.entry("CreateStmt", "CREATE TABLE"),
            Map.entry("ViewStmt", "CREATE VIEW"),
            Map.entry("RuleStmt", "CREATE RULE"),
            Map.entry("CreateSeqStmt", "CREATE SEQUENCE"),
            Map.entry("AlterSeqStmt", "ALTER SEQUENCE"),
            Map.entry("CreateTrigStmt", "CREATE TRIGGER"),
            Map.entry("CreateEventTrigStmt", "CREATE EVENT TRIGGER"),
            Map.entry("AlterEventTrigStmt", "ALTER EVENT TRIGGER"),
            Map.entry("CreateEnumStmt", "CREATE TYPE"),
            Map.entry("CreateRangeStmt", "CREATE TYPE"),
            Map.entry("CompositeTypeStmt", "CREATE TYPE"),
            Map.entry("AlterEnumStmt", "ALTER TYPE"),
            Map.entry("CreateStatsStmt", "CREATE STATISTICS"),
            Map.entry("CreatePLangStmt", "CREATE LANGUAGE"),
            Map.entry("CreatedbStmt", "CREATE DATABASE"),
            Map.entry("DropdbStmt", "DROP DATABASE"),
            Map.entry("CreateFdwStmt", "CREATE FOREIGN DATA WRAPPER"),
            Map.entry("CreateForeignServerStmt", "CREATE SERVER"),
            Map.entry("CreateOpClassStmt", "CREATE OPERATOR CLASS"),
            Map.entry("CreateOpFamilyStmt", "CREATE OPERATOR FAMILY"),
            Map.entry("CreateAmStmt", "CREATE ACCESS METHOD"),
            Map.entry("VariableShowStmt", "SHOW"),
            Map.entry("ClosePortalStmt", "CLOSE CURSOR"),
            Map.entry("DeclareCursorStmt", "DECLARE CURSOR"),
            Map.entry("ConstraintsSetStmt", "SET CONSTRAINTS"),
            Map.entry("LockStmt", "LOCK TABLE"),
            Map.entry("TruncateStmt", "TRUNCATE TABLE"),
            Map.entry("RefreshMatViewStmt", "REFRESH MATERIALIZED VIEW"),
            Map.entry("SecLabelStmt", "SECURITY LABEL"),
            Map.entry("AlterDefaultPrivilegesStmt", "ALTER DEFAULT PRIVILEGES"),
            Map.entry("AlterRoleSetStmt", "ALTER ROLE"),
            Map.entry("AlterDatabaseSetStmt", "ALTER DATABASE"),
            Map.entry("CheckPointStmt", "CHECKPOINT"),
            Map.entry("GrantRoleStmt", "GRANT ROLE"));

    private Tags() {}

    static String of(String node, Node statement) {
        switch (node) {
            case "GrantStmt" -> {
                return statement.flag("is_grant") ? "GRANT" : "REVOKE";
            }
            case "VariableSetStmt" -> {
                return statement.text("kind").startsWith("VAR_RESET") ? "RESET" : "SET";
            }
            case "TransactionStmt" -> {
                return statement.text("kind").replace("TRANS_STMT_", "").replace('_', ' ');
            }
            case "VacuumStmt" -> {
                return statement.flag("is_vacuumcmd") ? "VACUUM" : "ANALYZE";
            }
            case "CreateFunctionStmt" -> {
                return statement.flag("is_procedure") ? "CREATE PROCEDURE" : "CREATE FUNCTION";
            }
            case "DropStmt" -> {
                return "DROP " + ObjectKinds.of(statement.text("removeType")).sql();
            }
            case "AlterTableStmt" -> {
                return "ALTER " + ObjectKinds.of(statement.text("objtype")).sql();
            }
            case "DefineStmt" -> {
                return "CREATE " + ObjectKinds.of(statement.text("kind")).sql();
            }
            case "RenameStmt" -> {
                return alter(statement, "renameType");
            }
            case "AlterObjectSchemaStmt", "AlterOwnerStmt" -> {
                return alter(statement, "objectType");
            }
            case "CreateTableAsStmt" -> {
                return statement.text("objtype").equals("OBJECT_MATVIEW")
                        ? "CREATE MATERIALIZED VIEW"
                        : "CREATE TABLE AS";
            }
            default -> {
                return IRREGULAR.getOrDefault(node, regular(node));
            }
        }
    }

    private static String alter(Node statement, String field) {
        ObjectKind kind = ObjectKinds.of(statement.text(field));
        boolean inTable = kind == ObjectKind.COLUMN || kind == ObjectKind.CONSTRAINT;
        return "ALTER " + (inTable ? "TABLE" : kind.sql());
    }

    /** {@code CreateDomainStmt} is CREATE DOMAIN. */
    private static String regular(String node) {
        return node.replaceFirst("Stmt$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(Locale.ROOT);
    }
}
