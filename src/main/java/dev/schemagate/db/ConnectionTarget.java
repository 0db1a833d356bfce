package dev.schemagate.db;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where PostgreSQL is and how to log in, independent of the form it was written in.
 *
 * @param parameters pgjdbc connection properties, translated from libpq's and Prisma's names
 * @param prismaSchema Prisma's {@code schema} parameter: the schema that the other engine works in
 * @param unused parameters that were given and mean nothing to the gate, for a warning
 */
public record ConnectionTarget(
        List<HostPort> hosts,
        String database,
        Optional<String> user,
        Optional<String> password,
        Map<String, String> parameters,
        Optional<String> prismaSchema,
        List<String> unused) {

    /** One server. {@code host} is without brackets, also for IPv6. */
    public record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** For messages: servers and database, never the password. */
    @Override
    public String toString() {
        return hosts.stream().map(HostPort::toString).collect(Collectors.joining(",")) + "/" + database;
    }
}
