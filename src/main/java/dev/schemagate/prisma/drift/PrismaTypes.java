package dev.schemagate.prisma.drift;

import java.util.HashMap;
import java.util.Map;

import dev.schemagate.desired.DesiredColumn;
import dev.schemagate.sql.NameResolution;

/** PrismaTypes as the catalog prints them. */
final class PrismaTypes {

    private final Map<String, String> known = new HashMap<>();
    private final NameResolution names;

    PrismaTypes(NameResolution names) {
        this.names = names;
    }

    /** Whether a type as Prisma writes it is the one that {@code format_type} prints. */
    boolean same(String written, String printed) {
        return normal(known.computeIfAbsent(written, this::canonical)).equals(normal(printed));
    }

    private String canonical(String written) {
        return Answers.compile("ALTER TABLE x ADD COLUMN y " + written, names)
                .map(asked -> asked.objects().get(0))
                .filter(DesiredColumn.class::isInstance)
                .map(object -> ((DesiredColumn) object).type())
                .orElse(written);
    }

    /** Six digits are what a time has without a number; one character is what a char has. */
    private String normal(String type) {
        return type.replaceFirst("^((?:timestamp|time))\\(6\\)", "$1")
                .replaceFirst("^(character|bit)(?=\\[|$)", "$1(1)")
                .replaceFirst("^character varying\\[", "character varying[");
    }
}
