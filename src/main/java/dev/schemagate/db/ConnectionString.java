package dev.schemagate.db;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.db.ConnectionTarget.HostPort;

/**
 * Reads a connection string in the forms people have at hand: a libpq or Prisma URI, libpq's {@code host=… dbname=…}, or
 * a JDBC URL (PostgreSQL docs 34.1.1). Messages name the variable and the part that is wrong, never the value.
 */
public final class ConnectionString {

    private static final String JDBC = "jdbc:postgresql:";
    private static final Pattern URI = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>.*)@)?(?<hosts>[^/?@]*)(?:/(?<db>[^?]*))?(?:\\?(?<query>.*))?");
    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.%]+)]|(?<name>[^:\\[\\]]*))(?::(?<port>.*))?");
    private static final Pattern KEY_VALUE =
            Pattern.compile("\\G\\s*(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*+)'|([^\\s']*))(?=\\s|$)");

    private final String variable;

    private ConnectionString(String variable) {
        this.variable = variable;
    }

    /** @throws ConfigurationException naming {@code variable} where {@code text} has none of the forms */
    public static ConnectionTarget parse(String variable, String text) {
        ConnectionString reader = new ConnectionString(variable);
        String trimmed = text.strip();
        if (trimmed.startsWith(JDBC)) {
            return reader.jdbc(trimmed.substring(JDBC.length()));
        }
        if (trimmed.startsWith("postgresql://") || trimmed.startsWith("postgres://")) {
            return reader.uri(trimmed, false);
        }
        if (trimmed.matches("(?s)\\w+\\s*=.*")) {
            return reader.keyValues(trimmed);
        }
        throw reader.wrong("is not a PostgreSQL connection string; write postgresql://user:password@host:5432/database,"
                + " host=… dbname=… or jdbc:postgresql://host:5432/database");
    }

    private ConnectionTarget jdbc(String rest) {
        return rest.startsWith("//") ? uri("postgresql:" + rest, true) : uri("postgresql:///" + rest, true);
    }

    private ConnectionTarget uri(String text, boolean jdbc) {
        Matcher m = URI.matcher(text);
        if (!m.matches()) {
            throw wrong("cannot be read as postgresql://user:password@host:port/database");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (m.group("query") != null) {
            for (String pair : m.group("query").split("&")) {
                int eq = pair.indexOf('=');
                if (eq <= 0 && !pair.isEmpty()) {
                    throw wrong("has a parameter without a value; write ?name=value&name=value");
                }
                if (eq > 0) {
                    parameters.put(
                            decode(pair.substring(0, eq), "parameter names"),
                            decode(pair.substring(eq + 1), "parameter " + pair.substring(0, eq)));
                }
            }
        }
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        if (m.group("user") != null) {
            String[] login = m.group("user").split(":", 2);
            user = Optional.of(decode(login[0], "user name")).filter(s -> !s.isEmpty());
            password = login.length > 1 ? Optional.of(decode(login[1], "password")) : Optional.empty();
        }
        String database = m.group("db") == null ? "" : decode(m.group("db"), "database name");
        return target(hosts(m.group("hosts")), database, user, password, parameters, jdbc);
    }

    private ConnectionTarget keyValues(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher m = KEY_VALUE.matcher(text);
        int end = 0;
        while (m.find()) {
            String quoted = m.group(2);
            parameters.put(m.group(1), quoted == null ? m.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
            end = m.end();
        }
        if (!text.substring(end).isBlank()) {
            throw wrong("cannot be read as host=… port=… dbname=… user=… near character " + (end + 1));
        }
        return target(List.of(), "", Optional.empty(), Optional.empty(), parameters, false);
    }

    private ConnectionTarget target(
            List<HostPort> hosts,
            String database,
            Optional<String> user,
            Optional<String> password,
            Map<String, String> given,
            boolean jdbc) {
        Map<String, String> rest = new LinkedHashMap<>(given);
        String host = rest.remove("host");
        String port = rest.remove("port");
        String dbname = rest.remove("dbname");
        Optional<String> login = Optional.ofNullable(rest.remove("user")).or(() -> user);
        Optional<String> secret = Optional.ofNullable(rest.remove("password")).or(() -> password);
        List<HostPort> servers = host != null || hosts.isEmpty() ? hosts(host, port) : hosts;
        String name = dbname != null ? dbname : database.isEmpty() ? login.orElse("postgres") : database;
        ParameterNames.Translated translated = ParameterNames.translate(variable, rest, jdbc, servers.size() > 1);
        return new ConnectionTarget(
                servers, name, login, secret, translated.properties(), translated.prismaSchema(), translated.unused());
    }

    private List<HostPort> hosts(String host, String port) {
        String[] names = (host == null || host.isEmpty() ? "localhost" : host).split(",");
        String[] ports = (port == null || port.isEmpty() ? "5432" : port).split(",");
        List<HostPort> servers = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            servers.add(server(names[i], ports.length == 1 ? ports[0] : i < ports.length ? ports[i] : "5432"));
        }
        return servers;
    }

    private List<HostPort> hosts(String text) {
        List<HostPort> servers = new ArrayList<>();
        for (String one : text.split(",")) {
            Matcher m = HOST.matcher(one);
            if (!m.matches()) {
                throw wrong("has a host that cannot be read; write host:port, and IPv6 addresses in brackets");
            }
            String name = m.group("v6") != null ? m.group("v6") : decode(m.group("name"), "host");
            servers.add(
                    server(name.isEmpty() ? "localhost" : name, m.group("port") == null ? "5432" : m.group("port")));
        }
        return text.isEmpty() ? List.of() : servers;
    }

    private HostPort server(String host, String port) {
        if (host.startsWith("/") || host.startsWith("@")) {
            throw wrong("names a Unix-domain socket; the gate connects over TCP: write a host name or an address");
        }
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw wrong("has a port that is not a number from 1 to 65535 (a password with '@', ':' or '/' in it must be"
                    + " percent-encoded)");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    private String decode(String text, String part) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("has a '%' in its " + part + " that is not a percent-encoding; write it as %25");
        }
    }

    private ConfigurationException wrong(String problem) {
        return ConfigurationException.of(variable, problem);
    }
}
