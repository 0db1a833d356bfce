package dev.schemagate.watch.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of {@code log_line_prefix}: what vendors and log analysers have people set, and anything else. */
final class RandomPrefix {

    static final List<String> KNOWN = List.of(
            // PostgreSQL's own, Debian's and Red Hat's
            "%m [%p] ",
            "%m [%p] %e ",
            "%m [%p] %q%u@%d ",
            "< %m > ",
            // Amazon RDS, as it was and with all that can be chosen
            "%t:%r:%u@%d:[%p]:",
            "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
            // Google Cloud SQL, Azure, Supabase, Zalando's operator
            "%m [%p]: [%l-1] db=%d,user=%u ",
            "%t-%c-%p-%a-%u-%d-%h-%e-",
            "%h %m [%p] %q%u@%d ",
            "%t [%p]: [%l-1] %c %x %d %u %a %h ",
            // pgBadger
            "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
            "%t [%p]: user=%u,db=%d,app=%a,client=%h %e ",
            "%m|%u|%d|%c|%e|%a|%r|",
            // pganalyze
            "%m [%p] %q[user=%u,db=%d,app=%a] ",
            "%t [%p]: [%l-1] user=%u,db=%d - PG-%e ",
            "%m [%p][%v] : [%l-1] %q[app=%a] ",
            "%m %r [%p] %q%e %b %i %u@%d/%a ",
            "%n %p %e %Q %P %d %a %h ");

    private static final List<String> SEPARATORS = List.of(
            " ", " ", " ", "|", ":", ",", "@", "[", "] ", " - ", "/", ";", "%%", "=", " user=", "(", ") ", "_", "\"",
            "'", "");

    private RandomPrefix() {}

    static String next(SplittableRandom random) {
        List<String> escapes = new ArrayList<>();
        escapes.add(pick(random, "m", "m", "m", "t", "t", "n", "n", "s"));
        for (String likely : List.of("e", "d", "a", "h", "p", "u")) {
            if (random.nextInt(25) > 0) {
                escapes.add(likely);
            }
        }
        for (String other : List.of("r", "b", "P", "i", "c", "l", "s", "v", "x", "Q", "L")) {
            if (random.nextInt(4) == 0) {
                escapes.add(other);
            }
        }
        for (int i = escapes.size() - 1; i > 0; i--) {
            escapes.add(random.nextInt(i + 1), escapes.remove(i));
        }
        int sessions = random.nextInt(escapes.size() * 2);
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < escapes.size(); i++) {
            prefix.append(i == sessions ? "%q" : "");
            prefix.append('%').append(random.nextInt(8) == 0 ? pick(random, "-12", "12", "-5", "5", "30") : "");
            prefix.append(escapes.get(i)).append(pick(random, SEPARATORS.toArray(String[]::new)));
        }
        return prefix.append(random.nextInt(3) == 0 ? "" : " ").toString();
    }

    /** What an ordinary session is called in a line; all else has a shape of its own. */
    private static final String NAMES = "web-1\napp\nappdb\n127.0.0.1\n::1\n2001:db8::7\n[local]";

    private static final Pattern VALUE = Pattern.compile("%-?\\d*[A-Za-z]");
    private static final Pattern MISSING = Pattern.compile("\\((%\\w)\\)");

    /** Whether between any two values, and behind the last, stands something that no name has in it. */
    static boolean separates(String prefix) {
        String names = NAMES + (prefix.matches(".*%-?\\d*b.*") ? "\nclient backend" : "");
        return Arrays.stream(VALUE.split(prefix.replace("%q", ""), -1))
                .skip(1)
                .map(text -> text.replace("%%", "%"))
                .noneMatch(names::contains);
    }

    /** Why a prefix was refused, without names and advice. */
    static String kind(String obstacle) {
        String why = obstacle.substring(
                Math.max(obstacle.lastIndexOf("' does not tell"), obstacle.lastIndexOf("' can")) + 2,
                obstacle.indexOf("; run: "));
        String missing =
                MISSING.matcher(why).results().map(match -> match.group(1)).collect(Collectors.joining(" "));
        return missing.isEmpty() ? why : "lacks " + missing;
    }

    static String pick(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
