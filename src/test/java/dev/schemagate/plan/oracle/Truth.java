package dev.schemagate.plan.oracle;

import dev.schemagate.desired.Outcome;

/**
 * What the catalog says about a plan.
 *
 * @param there what there was
 * @param wanted what the statement makes of an untouched schema
 * @param after what the statement made of what there was
 * @param failed why it failed at that; empty where it ran
 * @param alike whether what was made means the same as what is asked, though the catalog may print it in other words
 */
record Truth(CatalogFacts there, CatalogFacts wanted, CatalogFacts after, String failed, boolean alike) {

    boolean allows(Outcome verdict) {
        boolean same = there.lacks(wanted).isEmpty();
        boolean changes = failed.isEmpty() && !there.equals(after);
        return switch (verdict) {
            case UNKNOWN -> true;
            case SATISFIED -> same || alike && onlyInWords();
            case MISSING -> !same && (changes || !failed.isEmpty());
            case BROKEN -> there.holds("valid index ", "false");
            case CONFLICT -> !same && !(changes && after.lacks(wanted).isEmpty());
        };
    }

    /** Whether they differ in nothing but what holds expressions. */
    private boolean onlyInWords() {
        return there.lacks(wanted).stream()
                .allMatch(lack ->
                        lack.matches("(?s)(default .*|(column|index|constraint|label) .*?: (?!null, asked: ).*)"));
    }
}
