package dev.schemagate.policy;

import java.util.List;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.SourceRange;

/**
 * A finding that an acknowledgement may still settle.
 *
 * @param statement the range of the statement it is about
 * @param change what it is about
 * @param objects the full names, part by part, of what is taken away; empty for other groups
 * @param acknowledgeable whether a reason helps: it does not where the replay would take back what the statement did
 */
record Objection(
        Rule rule,
        Finding finding,
        SourceRange statement,
        Change change,
        List<List<String>> objects,
        boolean acknowledgeable) {}
