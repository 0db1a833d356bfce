package dev.schemagate.sql;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The names of WITH queries that are visible, and whether rows are locked. */
record QueryScope(@Nullable QueryScope outer, Set<String> ctes, boolean locking) {

    boolean names(String name) {
        for (QueryScope scope = this; scope != null; scope = scope.outer) {
            if (scope.ctes.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
