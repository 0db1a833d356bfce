package dev.schemagate.plan.oracle;

import java.util.List;

/**
 * What was made, and what is asked.
 *
 * @param kind what it is about, for the counts
 * @param alike whether both mean the same, whatever the catalog prints
 */
record Case(String kind, List<String> made, String asked, boolean alike) {}
