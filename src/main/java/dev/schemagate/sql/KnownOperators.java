package dev.schemagate.sql;

import java.util.Set;

/** PostgreSQL's own operators; any other calls a function that somebody wrote, and so may do anything. */
final class KnownOperators {

    private static final Set<String> NAMES =
            Set.of(("+ - * / % ^ |/ ||/ @ & | # ~ << >> = <> != < > <= >= || ~~ !~~ ~~* !~~* ~* !~ !~* ^@ ->"
                            + " ->> #> #>> @> <@ ? ?| ?& #- @? @@ && &< &> -|- <<= >>= &&& <-> ~= ## ?# ?- ?-| ?|| @-@ @@@ !! ~<~ ~<=~ ~>=~ ~>~ &<| |&> <<| |>> *= *<> *< *> *<= *>= <^ >^")
                    .split(" "));

    private KnownOperators() {}

    /** Whether it is built in, as far as its name tells: an overload of a built-in name for types of one's own is not seen. */
    static boolean has(QualifiedName operator) {
        String schema = operator.schema();
        return (schema == null || schema.equals("pg_catalog")) && NAMES.contains(operator.name());
    }
}
