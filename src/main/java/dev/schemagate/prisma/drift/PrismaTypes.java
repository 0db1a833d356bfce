package dev.schemagate.prisma.drift;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.desired.DesiredColumn;
import dev.schemagate.sql.NameResolution;

/** Prisma's types beside those of the catalog. */
final class PrismaTypes {

    private static final Pattern QUALIFIED = Pattern.compile("(?:\"(?:[^\"]|\"\")++\"|[^\". (]+)\\.(.+)");

    private final Map<String, String> known = new HashMap<>();
    private final NameResolution names;

    PrismaTypes(NameResolution names) {
        this.names = names;
    }

    /** Whether a type as Prisma writes it is the column's, as {@code format_type} prints it. Prisma takes a domain for its base. */
    boolean same(String written, LiveTable.Column column) {
        String type = normal(known.computeIfAbsent(written, this::canonical));
        return same(type, column.type()) || column.base() != null && same(type, column.base());
    }

    private static boolean same(String type, String printed) {
        return type.equals(normal(printed)) || sameName(type, printed);
    }

    /**
     * Whether it is the type of an extension or of a user, whose schema the server prints, and Prisma does not write. Nor does its
     * introspection write modifiers, or the quotes.
     */
    private static boolean sameName(String type, String printed) {
        Matcher qualified = QUALIFIED.matcher(printed);
        if (!qualified.matches()) {
            return false;
        }
        String name = qualified.group(1);
        return bare(type).equals(bare(type.indexOf('(') < 0 ? name.replaceFirst("\\([^)]*\\)", "") : name));
    }

    private static String bare(String name) {
        return name.replaceAll("[\" ]", "").toLowerCase(Locale.ROOT);
    }

    private String canonical(String written) {
        return Answers.compile("ALTER TABLE x ADD COLUMN y " + written, names)
                .map(asked -> asked.objects().get(0))
                .filter(DesiredColumn.class::isInstance)
                .map(object -> ((DesiredColumn) object).type())
                .orElse(written);
    }

    /** Six digits are what a time has without a number; one character is what a char has. */
    private static String normal(String type) {
        return type.replaceFirst("^((?:timestamp|time))\\(6\\)", "$1")
                .replaceFirst("^(character|bit)(?=\\[|$)", "$1(1)")
                .replaceFirst("^character varying\\[", "character varying[");
    }
}
