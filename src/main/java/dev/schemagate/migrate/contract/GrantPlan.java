package dev.schemagate.migrate.contract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The statements that take columns from everybody, and those that give them back. */
final class GrantPlan {

    private GrantPlan() {}

    /**
     * @param table as SQL spells it
     * @param others its columns that are not withheld
     * @param grants all that there are
     */
    static List<String> deny(String table, List<String> withheld, List<String> others, List<Grant> grants) {
        Set<String> sql = new LinkedHashSet<>();
        grants.forEach(grant -> sql.add(Grant.revoke(table, grant.grantee())));
        for (Grant grant : grants) {
            if (grant.column() != null && !withheld.contains(grant.column())) {
                sql.add(grant.give(table));
            } else if (grant.column() == null && !others.isEmpty()) {
                sql.add(grant.give(table, others));
            }
        }
        return List.copyOf(sql);
    }

    /**
     * @param columns of the table now; none where it is gone
     * @param known its columns then, and those that have been granted since to whoever had the table
     * @param saved what there was then
     * @param now what there is; what somebody granted meanwhile stays
     */
    static List<String> restore(
            String table, List<String> columns, List<String> known, List<Grant> saved, List<Grant> now) {
        if (columns.isEmpty()) {
            return List.of();
        }
        Set<String> sql = new LinkedHashSet<>();
        saved.forEach(grant -> sql.add(Grant.revoke(table, grant.grantee())));
        List<Grant> wanted = new ArrayList<>(saved);
        // On known columns they stand for what was saved of the table.
        now.stream()
                .filter(grant -> grant.column() == null || !known.contains(grant.column()))
                .forEach(wanted::add);
        wanted.stream()
                .filter(grant -> grant.column() == null || columns.contains(grant.column()))
                .forEach(grant -> sql.add(grant.give(table)));
        return List.copyOf(sql);
    }
}
