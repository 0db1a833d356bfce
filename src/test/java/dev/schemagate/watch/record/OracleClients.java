package dev.schemagate.watch.record;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions that {@link ReaderOracleTest} opens: over every address, with names of every kind. */
final class OracleClients {

    private static final List<String> NAMES = List.of(
            "a b",
            "at@sign",
            "co:lon",
            "[brackets]",
            "say \"so\"",
            "it's",
            "ümlaut",
            "日本",
            "com,ma",
            "100%",
            "(1)",
            "x/y",
            "new\nline",
            "tab\there",
            " lead",
            "[unknown]",
            "ERROR:  x",
            "ends=",
            "a|b|c",
            "db,user=x,app=y,client=z");

    private static final List<String> APPLICATIONS = List.of(
            "",
            "psql",
            "web-1:worker",
            "naïve",
            "two\nlines",
            "a host=10.9.9.9 st=42703 LOG:  x",
            "x 42P01 FATAL:  y",
            "2026-11-26 14:12:37.100 UTC",
            "0:6b083e1b.32f5:pod-a",
            "é".repeat(40),
            "z".repeat(80),
            "trailing ",
            "[local]");

    private final List<String> users = new ArrayList<>(List.of("app"));
    private final List<String> databases = new ArrayList<>(List.of("appdb"));
    private final List<SocketAddress> addresses = new ArrayList<>();

    private OracleClients() {}

    /** @param ordinary with names that nobody would think twice about */
    record Client(SocketAddress address, String user, String database, String application, boolean ordinary) {}

    /** Makes their users and databases. */
    static OracleClients of(LoggingServer server) {
        OracleClients clients = new OracleClients();
        server.execute("postgres", "CREATE ROLE app LOGIN", "CREATE DATABASE appdb");
        for (String name : NAMES) {
            create(server, "CREATE ROLE " + quoted(name) + " LOGIN", name, clients.users);
        }
        for (String name : List.of("at@sign", "a b", "new\nline", "co:lon", "ümlaut", "ends=")) {
            create(server, "CREATE DATABASE " + quoted(name), name, clients.databases);
        }
        for (SocketAddress address : List.of(
                new InetSocketAddress("127.0.0.1", server.port()),
                new InetSocketAddress("::1", server.port()),
                UnixDomainSocketAddress.of("/tmp/.s.PGSQL." + server.port()))) {
            try (RawClient client = new RawClient(address, "app", "appdb", "")) {
                assertThat(client.run("SELECT 1")).isEmpty();
                clients.addresses.add(address);
            } catch (IOException e) {
                System.out.println("readers: no session over " + address + ": " + e.getMessage());
            }
        }
        assertThat(clients.addresses).as("addresses").hasSizeGreaterThan(1);
        return clients;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Later versions take no line breaks. */
    private static void create(LoggingServer server, String sql, String name, List<String> known) {
        try {
            server.execute("postgres", sql);
            known.add(name);
        } catch (IllegalStateException e) {
            assertThat(name).contains("\n");
        }
    }

    Client next(SplittableRandom random, boolean ordinary) {
        SocketAddress address = addresses.get(random.nextInt(addresses.size()));
        return ordinary
                ? new Client(address, "app", "appdb", "web-1", true)
                : new Client(address, any(random, users), any(random, databases), any(random, APPLICATIONS), false);
    }

    private static String any(SplittableRandom random, List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
