package dev.schemagate.db;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.schemagate.db.ConnectionTarget.HostPort;

/** A database as libpq and SQLAlchemy are told of it (PostgreSQL docs 34.1.1 and 34.15). */
public final class ChildConnection {

    /** libpq's names of pgjdbc's parameters. */
    private static final Map<String, String> NAMES = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "connectTimeout", "connect_timeout",
            "channelBinding", "channel_binding",
            "gssEncMode", "gssencmode",
            "targetServerType", "target_session_attrs");

    private static final Map<String, String> SERVER_TYPES =
            Map.of("primary", "read-write", "secondary", "standby", "preferSecondary", "prefer-standby");

    private final ConnectionTarget target;
    private final Optional<String> password;

    ChildConnection(ConnectionTarget target, Optional<String> password) {
        this.target = target;
        this.password = password;
    }

    /** {@code postgresql://…}, as SQLAlchemy and, where there is one host, libpq read it. */
    public String url() {
        Map<String, String> parameters = parameters();
        String login = target.user().map(ChildConnection::encode).orElse("")
                + password.map(secret -> ":" + encode(secret)).orElse("");
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        boolean one = target.hosts().size() == 1;
        String hosts = target.hosts().stream()
                .map(host -> "host=" + encode(host.toString()))
                .collect(Collectors.joining("&"));
        String rest = one ? query : query.isEmpty() ? hosts : hosts + "&" + query;
        return "postgresql://" + (login.isEmpty() ? "" : login + "@")
                + (one ? target.hosts().get(0).toString() : "") + "/" + encode(target.database())
                + (rest.isEmpty() ? "" : "?" + rest);
    }

    /** libpq's variables, such as {@code PGHOST}. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PGHOST", list(HostPort::host));
        variables.put("PGPORT", list(host -> String.valueOf(host.port())));
        variables.put("PGDATABASE", target.database());
        target.user().ifPresent(user -> variables.put("PGUSER", user));
        password.ifPresent(secret -> variables.put("PGPASSWORD", secret));
        parameters().forEach((name, value) -> variables.put("PG" + variable(name), value));
        return variables;
    }

    private String list(Function<HostPort, String> part) {
        return target.hosts().stream().map(part).collect(Collectors.joining(","));
    }

    private static String variable(String name) {
        return name.replace("_", "").toUpperCase(Locale.ROOT).replace("CONNECTTIMEOUT", "CONNECT_TIMEOUT");
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        target.parameters().forEach((name, value) -> {
            if (NAMES.containsKey(name)) {
                parameters.put(NAMES.get(name), SERVER_TYPES.getOrDefault(value, value));
            }
        });
        return parameters;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
