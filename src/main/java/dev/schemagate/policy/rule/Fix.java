package dev.schemagate.policy.rule;

/** What to do about a finding. */
public sealed interface Fix {

    /** For people: the SQL, or the words. */
    String text();

    /** As a line of SQL: words become a comment. */
    String asSql();

    /** SQL to write instead, which passes the policy and leads to the same objects but for what the rule is about. */
    record Sql(String text) implements Fix {
        @Override
        public String asSql() {
            return text;
        }
    }

    /**
     * What to do where no statement does the same safely.
     *
     * @param text a clause with a capital, without a full stop
     */
    record Advice(String text) implements Fix {
        @Override
        public String asSql() {
            return "-- " + text;
        }
    }
}
