package dev.schemagate.policy.rules;

import java.util.Set;

import dev.schemagate.sql.QualifiedName;

/** Types of PostgreSQL and of its extensions, none of which is a domain. */
final class BuiltInTypes {

    private static final Set<String> NAMES =
            Set.of(("text json jsonb uuid date bytea oid name xml money inet cidr macaddr"
                            + " macaddr8 point line lseg box path polygon circle tsvector tsquery int4range int8range numrange tsrange"
                            + " tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange"
                            + " datemultirange regclass regtype regproc regprocedure regnamespace regrole regconfig pg_lsn xid xid8"
                            + " cid tid timestamptz timetz int2 int4 int8 float4 float8 bool varchar bpchar numeric timestamp time"
                            + " interval bit varbit jsonpath citext hstore ltree vector halfvec geometry geography")
                    .split(" "));

    private BuiltInTypes() {}

    static boolean has(QualifiedName type) {
        return type.schema() == null && NAMES.contains(type.name());
    }
}
