package dev.schemagate.policy.rules;

import java.util.List;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;

/** Rules about the text itself and about the acknowledgements in it. */
public final class TextRules {

    public static final Rule READABLE = error(
            "HF002",
            "write-valid-sql",
            "the text is not SQL",
            "PostgreSQL would refuse it, and what cannot be read cannot be judged.",
            "Correct the SQL at that line and column");
    public static final Rule META_COMMAND = error(
            "HF051",
            "leave-psql-commands-out",
            "a command of psql",
            "The file is sent to the server, and only psql knows commands that begin with a backslash.",
            "Write the SQL out");
    public static final Rule COPY_DATA = error(
            "HF052",
            "leave-copy-data-out",
            "COPY FROM stdin brings rows that are not SQL",
            "Nothing sends the rows to the server, and they cannot be judged.",
            "Write INSERT with ON CONFLICT, or load the rows by a job of its own");
    public static final Rule REASON = error(
            "HF080",
            "give-a-reason",
            "an acknowledgement without a reason",
            "The next reader cannot tell a decision from a mistake, so it does not count.",
            "Write: -- gate: allow RULE reason");
    public static final Rule NEEDLESS = Rule.ofText(
            "HF081",
            "remove-needless-acknowledgements",
            RuleGroup.TEXT,
            Level.WARNING,
            "an acknowledgement without effect",
            "It hides the next mistake on that line, and readers look for a danger that is not there.",
            "Delete it");
    public static final Rule NOT_ALLOWED = error(
            "HF082",
            "acknowledge-what-can-be",
            "this cannot be acknowledged",
            "This rule protects running code and cannot be overridden.",
            "Delete the acknowledgement and the statement");

    static final List<Rule> ALL = List.of(READABLE, META_COMMAND, COPY_DATA, REASON, NEEDLESS, NOT_ALLOWED);

    private TextRules() {}

    private static Rule error(String id, String name, String title, String why, String remedy) {
        return Rule.ofText(id, name, RuleGroup.TEXT, Level.ERROR, title, why, remedy);
    }
}
