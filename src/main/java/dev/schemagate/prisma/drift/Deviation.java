package dev.schemagate.prisma.drift;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.schemagate.prisma.schema.Place;

/**
 * One thing in which the database is not what the schema says.
 *
 * @param object such as {@code public."User".email}
 * @param detail how it differs, as a clause; empty where kind and state say it all
 * @param place in the schema; null for what the schema does not know
 * @param patch a statement of a hotfix; null where none may do it
 * @param advice why there is no patch, and what to do instead; empty where there is one
 */
public record Deviation(
        Kind kind,
        State state,
        String object,
        String detail,
        @Nullable Place place,
        @Nullable String patch,
        String advice) {

    /** What differs. */
    public enum Kind {
        TABLE,
        COLUMN,
        TYPE,
        NULLABILITY,
        DEFAULT,
        PRIMARY_KEY,
        INDEX,
        FOREIGN_KEY,
        ENUM,
        ENUM_VALUE;

        /** In reports and metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** How. */
    public enum State {
        MISSING,
        DIFFERENT,
        /** In the database only. */
        EXTRA,
        /** An index that is INVALID: no query uses it. */
        BROKEN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Deviation missing(Kind kind, String object, String detail, Place place, String advice) {
        return new Deviation(kind, State.MISSING, object, detail, place, null, advice);
    }

    static Deviation different(Kind kind, String object, String detail, Place place, String advice) {
        return new Deviation(kind, State.DIFFERENT, object, detail, place, null, advice);
    }

    static Deviation extra(Kind kind, String object, String advice) {
        return new Deviation(kind, State.EXTRA, object, "", null, null, advice);
    }

    Deviation with(@Nullable String statement, String reason) {
        return new Deviation(kind, state, object, detail, place, statement, reason);
    }

    /** One line. */
    public String describe() {
        return (place == null ? "" : place.file() + ":" + place.line() + ": ") + state.label() + " " + kind.label()
                + " " + object + (detail.isEmpty() ? "" : ": " + detail);
    }
}
