package dev.schemagate.plan.oracle;

import java.util.List;

/**
 * One meaning and the ways to write it.
 *
 * @param kind of the type: the section that holds values for it; empty for other words, {@code vague} for those that often mean nothing
 */
record Word(String kind, List<String> spellings) {

    static final Word NOTHING = word("");

    /** What may be there without being asked for, and shows in the catalog as a thing of its own. */
    static Word vague(String... spellings) {
        return new Word("vague", List.of(spellings));
    }

    static Word word(String... spellings) {
        return new Word("", List.of(spellings));
    }
}
