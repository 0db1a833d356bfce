package dev.schemagate.db;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.config.GateConfig;

/** Finds the database among the variables that people already have. */
public final class Databases {

    /** First come, first served: Prisma's {@code DIRECT_URL} bypasses the pooler that {@code DATABASE_URL} may go through. */
    private static final List<String> VARIABLES = List.of("DIRECT_URL", "DATABASE_URL");

    /** Of a verb that somebody waits for; a pass has its deadline. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Databases() {}

    /** @throws ConfigurationException where no variable is set, or one that is set cannot be read */
    public static Database configured(GateConfig config, Config environment) {
        GateConfig.Database settings = config.database();
        ConnectionTarget found = settings.url()
                .map(url -> ConnectionString.parse("GATE_DATABASE_URL", url))
                .or(() -> target(environment))
                .orElseThrow(ConfigurationException::noDatabase);
        Optional<String> user = settings.username().or(found::user);
        ConnectionTarget target = new ConnectionTarget(
                found.hosts(),
                found.database(),
                user,
                Optional.empty(),
                found.parameters(),
                found.prismaSchema(),
                found.unused());
        Password password = settings.passwordFile()
                .<Password>map(file -> new Password.FromFile(Path.of(file)))
                .orElseGet(() -> new Password.Literal(settings.password().or(found::password)));
        Database database = new Database(target, password, settings.sessions(), Patience.of(PATIENCE));
        config.watch().url().ifPresent(url -> database.roadOfPolls(polls(url, target, password)));
        return database;
    }

    /** The login of the other road is that of the first, where its URL names none. */
    private static StatelessRoad polls(String url, ConnectionTarget main, Password secret) {
        ConnectionTarget found = ConnectionString.parse("GATE_WATCH_URL", url);
        ConnectionTarget target = new ConnectionTarget(
                found.hosts(),
                found.database(),
                found.user().or(main::user),
                Optional.empty(),
                found.parameters(),
                found.prismaSchema(),
                found.unused());
        return new StatelessRoad(
                target, found.password().isPresent() ? new Password.Literal(found.password()) : secret);
    }

    /** What {@code DIRECT_URL}, else {@code DATABASE_URL} says. */
    static Optional<ConnectionTarget> target(Config environment) {
        return VARIABLES.stream()
                .flatMap(name -> environment.getOptionalValue(name, String.class).stream()
                        .map(url -> ConnectionString.parse(name, url)))
                .findFirst();
    }
}
