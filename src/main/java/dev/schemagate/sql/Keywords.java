package dev.schemagate.sql;

import java.util.Set;

/** PostgreSQL's keywords that cannot be a plain identifier (manual, appendix C: reserved, and reserved for types). */
final class Keywords {
    private static final Set<String> RESERVED =
            Set.of(("all analyse analyze and any array as asc asymmetric both case cast"
                            + " check collate column constraint create current_catalog current_date current_role current_time"
                            + " current_timestamp current_user default deferrable desc distinct do else end except false fetch for"
                            + " foreign from grant group having in initially intersect into lateral leading limit localtime"
                            + " localtimestamp not null offset on only or order placing primary references returning select"
                            + " session_user some symmetric system_user table then to trailing true union unique user using variadic"
                            + " when where window with authorization binary collation concurrently cross current_schema freeze full"
                            + " ilike inner is isnull join left like natural notnull outer overlaps right similar tablesample"
                            + " verbose between bigint bit boolean char character coalesce dec decimal exists extract float greatest"
                            + " grouping inout int integer interval least national nchar none normalize nullif numeric out overlay"
                            + " position precision real row setof smallint substring time timestamp treat trim values varchar")
                    .split(" "));

    private Keywords() {}

    /** Whether an identifier of this spelling needs quotes. */
    static boolean reserved(String word) {
        return RESERVED.contains(word);
    }
}
