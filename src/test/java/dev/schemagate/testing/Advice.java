package dev.schemagate.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The SQL at the end of a message: what a person would paste. */
public final class Advice {

    private static final Pattern SQL = Pattern.compile("run as (?:an administrator|a superuser): ([^\n]*;)");

    private Advice() {}

    /** Does what the message says, statement by statement, as the superuser. */
    public static void follow(TestDatabase database, String message) {
        Matcher advice = SQL.matcher(message);
        assertThat(advice.find()).as(message).isTrue();
        for (String sql : advice.group(1).split("(?<=;) ")) {
            database.execute(sql);
        }
    }
}
