package dev.schemagate.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.db.Database;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.watch.record.PlainLog;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.ServerSettings;
import dev.schemagate.watch.verdict.ApplicationName;
import dev.schemagate.watch.verdict.Attribution;
import dev.schemagate.watch.verdict.Claim;

/** By what this pod's sessions are known, and whether one has been seen. */
final class Identification {

    private static final String HOSTNAMES = "log_hostname is on, so the log has names instead of addresses";

    private final WatchSettings settings;
    private boolean seen;
    private @Nullable String strangeHost;
    private List<Claim> unseen = List.of();
    private boolean byAddress;

    Identification(WatchSettings settings) {
        this.settings = settings;
    }

    /** True in {@code pg_stat_activity} where a session of this pod is there; an observer has none. */
    String sessionSql() {
        if (settings.observer() || settings.scope() == WatchScope.DATABASE) {
            return "false";
        }
        String match = settings.applicationName()
                .map(name -> "application_name ~ " + Identifiers.literal(new ApplicationName(name).pattern()))
                .orElse("client_addr = inet_client_addr()");
        return "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                + " AND application_name !~ '^" + Database.APPLICATION_NAME + "( - |$)' AND " + match + ")";
    }

    /**
     * What a log must tell of a session: the key that this pod is known by. Who looks at the pods of a revision does not know by what each is known: what is not told
     * there excludes none of them.
     */
    Set<Field> needed() {
        if (settings.observer() || settings.scope() == WatchScope.DATABASE) {
            return Set.of(Field.DATABASE);
        }
        return Set.of(Field.DATABASE, settings.applicationName().isPresent() ? Field.APPLICATION_NAME : Field.ADDRESS);
    }

    /** What the plain log must tell, and the names of this pod's sessions that it must tell apart. */
    PlainLog needs(ServerSettings server) {
        return new PlainLog(
                server.verbose(),
                needed(),
                new Session(Map.of(
                        Field.USER,
                        server.user(),
                        Field.DATABASE,
                        server.database(),
                        Field.APPLICATION_NAME,
                        settings.applicationName().orElse(Database.APPLICATION_NAME),
                        Field.ADDRESS,
                        server.address())));
    }

    /** Whether a session of this pod was there at any look. */
    boolean isSeen() {
        return seen;
    }

    void sessionSeen() {
        seen = true;
    }

    /** An observer looks at these pods, and no session of some of them was ever seen. */
    void observe(List<Claim> pods, List<Claim> never) {
        byAddress = pods.stream().anyMatch(pod -> pod.applicationName().isEmpty());
        unseen = List.copyOf(never);
        seen = unseen.isEmpty();
    }

    /** An error came from a host that no gate has: a pooler's, perhaps. */
    void strange(String host) {
        strangeHost = host;
    }

    Attribution attribution(ServerSettings server, List<Heartbeat.Neighbour> neighbours) {
        Claim self = new Claim(
                settings.self().app(),
                settings.self().pod(),
                settings.self().revision(),
                settings.applicationName().orElse(""),
                server.hostnames() || settings.observer() ? "" : server.address());
        List<Claim> others = neighbours.stream().map(Identification::claim).toList();
        return new Attribution(self, server.database(), others, settings.ignore(), isKnown(server));
    }

    static Claim claim(Heartbeat.Neighbour pod) {
        return new Claim(pod.app(), pod.peer().pod(), pod.peer().revision(), pod.applicationName(), pod.address());
    }

    boolean isKnown(ServerSettings server) {
        if (settings.observer()) {
            return seen && !(byAddress && server.hostnames());
        }
        return seen
                && (settings.applicationName().isPresent()
                        || addressObstacle(server).isEmpty());
    }

    private static Optional<String> addressObstacle(ServerSettings server) {
        if (server.address().isEmpty()) {
            return Optional.of("the gate is connected through a socket, so addresses tell nothing");
        }
        return server.hostnames() ? Optional.of(HOSTNAMES) : Optional.empty();
    }

    /** How errors are told apart, or why they cannot be; as is intended, where the server was not looked at yet. */
    String text(@Nullable ServerSettings server) {
        return server == null || isKnown(server)
                ? settings.applicationName()
                        .map(name -> "application_name " + name)
                        .orElse("address")
                : obstacle(server);
    }

    /** Why it is not known which errors are this pod's, and what to do. */
    String obstacle(ServerSettings server) {
        List<String> parts = new ArrayList<>();
        if (settings.observer()) {
            parts.add(
                    unseen.isEmpty()
                            ? HOSTNAMES
                            : unseen.stream()
                                    .map(Identification::text)
                                    .collect(Collectors.joining(", ", "no session of ", " has been seen")));
            parts.add("set gate.watch.application-name of its gate, and the same name in the app's connection");
            statsObstacle(server).ifPresent(parts::add);
        } else if (settings.applicationName().isPresent()) {
            parts.add("no session with application_name "
                    + settings.applicationName().get() + " has been seen");
        } else {
            parts.add(addressObstacle(server)
                    .orElse("no session of this pod's address " + server.address() + " has been seen"));
            if (strangeHost != null) {
                parts.add("errors come from " + strangeHost
                        + ", which is no pod's address; is a connection pooler in between?");
            }
            parts.add("set gate.watch.application-name and the same name in the app's connection");
            statsObstacle(server).ifPresent(parts::add);
        }
        return String.join("; ", parts);
    }

    private static String text(Claim pod) {
        return "pod " + pod.pod() + " ("
                + (pod.applicationName().isEmpty()
                        ? "address " + pod.address()
                        : "application_name " + pod.applicationName())
                + ")";
    }

    private static Optional<String> statsObstacle(ServerSettings server) {
        return server.readsAllStats()
                ? Optional.empty()
                : Optional.of("GRANT pg_read_all_stats TO " + Identifiers.quote(server.user())
                        + " lets the gate see other roles' sessions");
    }
}
