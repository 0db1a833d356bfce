package dev.schemagate.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What is allowed for each kind of value; collects a sentence with key, value and that for each that is not. */
final class Allowed {

    /** NAMEDATALEN - 1: what is longer, PostgreSQL cuts (PostgreSQL docs 4.1.1). */
    private static final int NAME_BYTES = 63;

    /** NOTIFY's limit (PostgreSQL docs, NOTIFY). */
    private static final int PAYLOAD_BYTES = 7999;

    /** What PostgreSQL's own time-outs hold. */
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private static final Pattern SQLSTATE = Pattern.compile("[0-9A-Z]{5}");
    private static final Pattern SHELL = Pattern.compile("['\"`|&;<>$\\\\]");
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private final List<String> problems = new ArrayList<>();

    List<String> problems() {
        return List.copyOf(problems);
    }

    void unless(boolean fine, String key, String value, String allowed) {
        if (!fine) {
            problems.add(key + ": '" + value + "' is not allowed; " + allowed);
        }
    }

    void text(String key, String value) {
        unless(
                !value.isBlank() && printable(value),
                key,
                value,
                "write a text of printable characters, not only blanks");
    }

    private static boolean printable(String value) {
        return value.chars().noneMatch(Character::isISOControl);
    }

    /** A name of the database that is there or will be: a role, or a channel. */
    void name(String key, String value) {
        text(key, value);
        unless(bytes(value) <= NAME_BYTES, key, value, "PostgreSQL's names have at most " + NAME_BYTES + " bytes");
    }

    void schema(String key, String value) {
        name(key, value);
        boolean reserved = value.startsWith("pg_") || value.equals("information_schema");
        unless(!reserved, key, value, "name a schema that is not PostgreSQL's own");
    }

    void payload(String key, String value) {
        unless(bytes(value) <= PAYLOAD_BYTES, key, value, "NOTIFY carries at most " + PAYLOAD_BYTES + " bytes");
    }

    private static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    void positive(String key, Duration value) {
        unless(
                !value.isNegative() && value.toMillis() > 0 && value.compareTo(LONGEST) <= 0,
                key,
                text(value),
                "write a duration from 1ms to 24d, such as 200ms, 30s or 10m");
    }

    static String text(Duration value) {
        return value.toString().replaceFirst("^PT", "").toLowerCase(Locale.ROOT);
    }

    /** A command without anything that only a shell would understand. */
    void words(String key, String value) {
        text(key, value);
        unless(
                !SHELL.matcher(value).find(),
                key,
                value,
                "no shell reads it; write words separated by blanks, and put what needs a shell into a script");
    }

    void folder(String key, String value) {
        text(key, value);
        unless(isPath(value), key, value, "name a folder");
        unless(
                !value.contains("://") && !value.matches("(?!filesystem:)[a-z0-9]{2,}:.*"),
                key,
                value,
                "only folders are read");
    }

    void select(String key, String value) {
        unless(
                value.strip().matches("(?is)(select|with)\\b.*"),
                key,
                value,
                "write a SELECT that answers true or false");
    }

    /** A glob in the last part only: the folder is what is looked through. */
    void glob(String key, String value) {
        text(key, value);
        if (!isPath(value) || value.isBlank() || value.endsWith("/")) {
            unless(value.isBlank(), key, value, "name a file, or several by a glob in the last part");
            return;
        }
        Path path = Path.of(value);
        boolean plain = path.getParent() == null
                || !WILDCARD.matcher(path.getParent().toString()).find();
        unless(plain, key, value, "wildcards are understood in the last part only");
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
        } catch (PatternSyntaxException e) {
            unless(false, key, value, "the glob is not complete: " + e.getDescription());
        }
    }

    private static boolean isPath(String value) {
        try {
            Path.of(value);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A name as Kubernetes gives them to containers and namespaces (RFC 1123). */
    void label(String key, String value) {
        unless(
                value.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
                key,
                value,
                "a name has lower-case letters, digits and hyphens, at most 63");
    }

    void selector(String key, String value) {
        unless(
                value.matches("[A-Za-z0-9][A-Za-z0-9_./,=!() -]*"),
                key,
                value,
                "write labels as kubectl -l takes them, such as cnpg.io/cluster=main");
    }

    void url(String key, URI value) {
        boolean web = "http".equals(value.getScheme()) || "https".equals(value.getScheme());
        unless(web && value.getHost() != null, key, value.toString(), "write http://host:port or https://host:port");
    }

    void sqlState(String key, String value) {
        unless(
                SQLSTATE.matcher(value).matches(),
                key,
                value,
                "a SQLSTATE has five digits or capital letters, such as 42703");
    }

    /** An application name, or a regular expression between slashes. */
    void ignored(String key, String value) {
        text(key, value);
        boolean begins = value.startsWith("/");
        boolean ends = value.endsWith("/");
        if (!begins && !ends) {
            return;
        }
        if (!begins || !ends || value.length() < 3) {
            unless(false, key, value, "a pattern stands between two slashes, a comma in it behind two backslashes");
            return;
        }
        try {
            Pattern.compile(value.substring(1, value.length() - 1));
        } catch (PatternSyntaxException e) {
            unless(false, key, value, "the pattern is not a regular expression: " + e.getDescription());
        }
    }
}
