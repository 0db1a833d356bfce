package dev.schemagate.hotfix;

import java.util.List;

import dev.schemagate.sql.ParsedScript;

/** Decides whether a parsed hotfix may run at all, before any statement of any file does. */
public interface HotfixJudge {

    /** Lets everything pass that parses. */
    HotfixJudge NONE = new HotfixJudge() {
        @Override
        public List<String> refusals(ParsedScript script) {
            return List.of();
        }

        @Override
        public String settings() {
            return "";
        }
    };

    /** Why it must not run, one text a finding; empty where it may. */
    List<String> refusals(ParsedScript script);

    /**
     * Changes with whatever this program's verdict on a text depends on: a file that passed is not judged again while this and
     * {@link ProgramDigest} stay.
     */
    String settings();
}
