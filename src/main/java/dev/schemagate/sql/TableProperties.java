package dev.schemagate.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.RelationUse.Work;
import dev.schemagate.sql.TableChange.Property;

/** Reads the sub-commands of ALTER TABLE that set a property of the table. */
final class TableProperties {
    /** Storage parameters that take SHARE UPDATE EXCLUSIVE only (src/backend/access/common/reloptions.c). */
    private static final Set<String> MILD_OPTIONS = Set.of(
            "fillfactor",
            "toast_tuple_target",
            "parallel_workers",
            "log_autovacuum_min_duration",
            "vacuum_index_cleanup",
            "vacuum_truncate",
            "n_distinct",
            "n_distinct_inherited");

    private TableProperties() {}

    /** Adds the effect of a sub-command; an unknown one where it is no property either. */
    static void read(StatementDraft out, QualifiedName table, Node command, SourceRange range) {
        Property property = property(command.text("subtype"));
        if (property == null) {
            out.unknown(range, "ALTER TABLE with " + command.text("subtype"));
            return;
        }
        LockMode lock = lock(property, command);
        Work work =
                switch (property) {
                    case LOGGED, UNLOGGED, TABLESPACE, ACCESS_METHOD -> Work.REWRITE;
                    default -> Work.NONE;
                };
        Repetition repetition =
                switch (property) {
                    case INHERIT, NO_INHERIT -> Repetition.FAILS;
                    default -> Repetition.BY_NATURE;
                };
        out.add(
                range,
                new TableChange.SetProperty(table, property, detail(command)),
                repetition,
                uses(table, property, command, StatementDraft.lock(table, lock, work)));
    }

    /** INHERIT and NO INHERIT lock the parent, too. */
    private static RelationUse[] uses(QualifiedName table, Property property, Node command, RelationUse own) {
        boolean parent = property == Property.INHERIT || property == Property.NO_INHERIT;
        return parent
                ? new RelationUse[] {
                    own, StatementDraft.lock(Names.relation(command.get("def")), LockMode.SHARE_UPDATE_EXCLUSIVE)
                }
                : new RelationUse[] {own};
    }

    private static LockMode lock(Property property, Node command) {
        return switch (property) {
            case ENABLE_TRIGGER, DISABLE_TRIGGER -> LockMode.SHARE_ROW_EXCLUSIVE;
            case CLUSTER_ON, WITHOUT_CLUSTER -> LockMode.SHARE_UPDATE_EXCLUSIVE;
            case OPTIONS -> {
                List<Node> options = command.get("def").inner().list("items");
                boolean mild = options.stream()
                        .map(o -> o.inner().text("defname"))
                        .allMatch(o -> MILD_OPTIONS.contains(o) || o.startsWith("autovacuum_"));
                yield mild ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            }
            default -> LockMode.ACCESS_EXCLUSIVE;
        };
    }

    private static @Nullable String detail(Node command) {
        Node definition = command.get("def");
        if (definition.is("RangeVar")) {
            return Names.relation(definition).sql();
        }
        if (definition.is("List")) {
            return String.join(
                    ", ", IndexReader.options(definition.inner().list("items")).keySet());
        }
        if (definition.is("ReplicaIdentityStmt")) {
            Node identity = definition.inner();
            return switch (identity.text("identity_type")) {
                case "f" -> "FULL";
                case "n" -> "NOTHING";
                case "i" -> identity.text("name");
                default -> "DEFAULT";
            };
        }
        return command.textOrNull("name");
    }

    private static @Nullable Property property(String subtype) {
        return switch (subtype) {
            case "AT_SetRelOptions", "AT_ResetRelOptions", "AT_ReplaceRelOptions" -> Property.OPTIONS;
            case "AT_SetLogged" -> Property.LOGGED;
            case "AT_SetUnLogged" -> Property.UNLOGGED;
            case "AT_SetTableSpace" -> Property.TABLESPACE;
            case "AT_SetAccessMethod" -> Property.ACCESS_METHOD;
            case "AT_ClusterOn" -> Property.CLUSTER_ON;
            case "AT_DropCluster" -> Property.WITHOUT_CLUSTER;
            case "AT_DropOids" -> Property.WITHOUT_OIDS;
            case "AT_ReplicaIdentity" -> Property.REPLICA_IDENTITY;
            case "AT_EnableRowSecurity" -> Property.ENABLE_ROW_SECURITY;
            case "AT_DisableRowSecurity" -> Property.DISABLE_ROW_SECURITY;
            case "AT_ForceRowSecurity" -> Property.FORCE_ROW_SECURITY;
            case "AT_NoForceRowSecurity" -> Property.NO_FORCE_ROW_SECURITY;
            case "AT_EnableTrig",
                    "AT_EnableAlwaysTrig",
                    "AT_EnableReplicaTrig",
                    "AT_EnableTrigAll",
                    "AT_EnableTrigUser" -> Property.ENABLE_TRIGGER;
            case "AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser" -> Property.DISABLE_TRIGGER;
            case "AT_EnableRule", "AT_EnableAlwaysRule", "AT_EnableReplicaRule" -> Property.ENABLE_RULE;
            case "AT_DisableRule" -> Property.DISABLE_RULE;
            case "AT_AddInherit" -> Property.INHERIT;
            case "AT_DropInherit" -> Property.NO_INHERIT;
            case "AT_AddOf" -> Property.OF_TYPE;
            case "AT_DropOf" -> Property.NOT_OF_TYPE;
            case "AT_GenericOptions" -> Property.FOREIGN_OPTIONS;
            default -> null;
        };
    }
}
