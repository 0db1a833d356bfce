package dev.schemagate.db;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.config.ConfigurationException;

/** What libpq's and Prisma's connection parameters are called in pgjdbc (PostgreSQL docs 34.1.2). */
final class ParameterNames {

    /** Properties for pgjdbc, and what was not one. */
    record Translated(Map<String, String> properties, Optional<String> prismaSchema, List<String> unused) {}

    private static final Map<String, String> SAME_MEANING = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslkey", "sslkey",
            "sslidentity", "sslkey",
            "sslpassword", "sslpassword",
            "connect_timeout", "connectTimeout",
            "socket_timeout", "socketTimeout",
            "options", "options",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode");

    private static final Map<String, String> SESSION_ATTRS = Map.of(
            "any", "any",
            "primary", "primary",
            "read-write", "primary",
            "standby", "secondary",
            "read-only", "secondary",
            "prefer-standby", "preferSecondary");

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** Pool sizes, and names for the log, mean nothing to a process with one or two connections and a fixed name. */
    private static final Set<String> OF_THE_APP = Set.of(
            "connection_limit",
            "pool_timeout",
            "statement_cache_size",
            "pgbouncer",
            "application_name",
            "fallback_application_name",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count");

    private ParameterNames() {}

    static Translated translate(String variable, Map<String, String> given, boolean jdbc, boolean severalHosts) {
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> unused = new ArrayList<>();
        Optional<String> schema = Optional.empty();
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue();
            if (name.equals("schema")) {
                schema = Optional.of(value).filter(s -> !s.isEmpty());
            } else if (SAME_MEANING.containsKey(name)) {
                properties.put(SAME_MEANING.get(name), value);
            } else if (name.equals("target_session_attrs")) {
                properties.put("targetServerType", sessionAttrs(variable, value));
            } else if (!name.equals("sslcert") && !name.equals("sslaccept") && !OF_THE_APP.contains(name)) {
                if (jdbc && !name.equals("ApplicationName")) {
                    properties.put(name, value);
                } else {
                    unused.add(name);
                }
            }
        }
        tls(variable, given, jdbc, properties);
        if (severalHosts) {
            properties.putIfAbsent("targetServerType", "primary");
        }
        return new Translated(properties, schema, unused);
    }

    /**
     * libpq's {@code sslcert} is the client's certificate and comes with {@code sslkey}; Prisma's is the authority's
     * and comes alone. Prisma's {@code sslaccept=strict} is libpq's {@code verify-full}.
     */
    private static void tls(String variable, Map<String, String> given, boolean jdbc, Map<String, String> properties) {
        String certificate = given.get("sslcert");
        if (certificate != null) {
            properties.putIfAbsent(jdbc || given.containsKey("sslkey") ? "sslcert" : "sslrootcert", certificate);
        }
        String mode = properties.get("sslmode");
        if (mode != null && !SSL_MODES.contains(mode)) {
            throw ConfigurationException.of(
                    variable,
                    "has an unknown sslmode; write disable, allow, prefer, require, verify-ca or verify-full");
        }
        String accept = given.get("sslaccept");
        if ("strict".equals(accept)) {
            properties.put("sslmode", "verify-full");
        } else if (accept != null && !accept.equals("accept_invalid_certs")) {
            throw ConfigurationException.of(variable, "has an unknown sslaccept; write strict or accept_invalid_certs");
        }
    }

    private static String sessionAttrs(String variable, String value) {
        String type = SESSION_ATTRS.get(value);
        if (type == null) {
            throw ConfigurationException.of(
                    variable,
                    "has an unknown target_session_attrs; write any, primary, read-write, standby, read-only or prefer-standby");
        }
        return type;
    }
}
