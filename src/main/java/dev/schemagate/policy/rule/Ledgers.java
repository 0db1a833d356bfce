package dev.schemagate.policy.rule;

import java.util.Set;

/**
 * The tables in which migration engines note what they have applied, in whatever schema.
 *
 * @param histories those of the engines that the gate runs; Prisma's is one whatever they are
 */
public record Ledgers(Set<String> histories) {

    public static final String PRISMA = "_prisma_migrations";

    public boolean has(String table) {
        return table.equals(PRISMA) || histories.contains(table);
    }
}
