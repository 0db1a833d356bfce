package dev.schemagate.hotfix;

import java.util.List;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.ParsedScript;

/** Decides whether a parsed hotfix may run at all, before any statement of any file does. */
public interface HotfixJudge {

    /** What there is against it: it may run where none is an error. */
    List<Finding> findings(ParsedScript script);

    /**
     * Changes with whatever this program's verdict on a text depends on: a file that passed is not judged again while this and
     * {@link ProgramDigest} stay.
     */
    String settings();
}
