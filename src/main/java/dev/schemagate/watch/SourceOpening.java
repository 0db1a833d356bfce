package dev.schemagate.watch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.config.GateConfig;
import dev.schemagate.config.GateConfig.Source;
import dev.schemagate.kubernetes.Cluster;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.shared.SharedLog;
import dev.schemagate.watch.shared.SharedSource;
import dev.schemagate.watch.shared.TableSource;
import dev.schemagate.watch.source.DatabasePodsSource;
import dev.schemagate.watch.source.FileSource;
import dev.schemagate.watch.source.LogFdwSource;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.PodSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.ServerLogSource;

/**
 * How each source is built. A new one is a class in {@code watch.source}, a name in {@link GateConfig.Source} and a line in
 * {@link #itself}.
 *
 * @param server the server as last looked at
 */
record SourceOpening(WatchSettings settings, Supplier<ServerLogSource.Server> server, Clock clock) {

    /**
     * One that has the sessions of the whole database in it is read by one gate for all.
     *
     * @param left where an earlier process of this pod left off, by source
     */
    LogSource open(Source source, Map<String, List<Position>> left) {
        return switch (source) {
            case SERVER_LOG, LOG_FDW, DATABASE_PODS ->
                shared(source, left.getOrDefault(SharedSource.keptAs(source.text()), List.of()));
            case POD, TABLE, FILE -> itself(source, left.getOrDefault(source.text(), List.of()));
        };
    }

    private LogSource itself(Source source, List<Position> left) {
        GateConfig.Watch watch = settings.config().watch();
        // Often enough that a silent log is known all through a window.
        Duration beat = watch.window().dividedBy(3);
        return switch (source) {
            case SERVER_LOG -> new ServerLogSource(server, left);
            case LOG_FDW ->
                new LogFdwSource(server, settings.schema(), settings.states(), left, watch.logFdwEvery(), clock);
            case POD ->
                new PodSource(
                        this::cluster,
                        new PodSource.Target(PodIdentity.of(settings.config()).pod(), watch.container()),
                        this::formats,
                        left,
                        beat,
                        clock);
            case TABLE ->
                new TableSource(
                        settings.schema(),
                        server,
                        settings.states(),
                        left,
                        settings.policy().window());
            case DATABASE_PODS ->
                new DatabasePodsSource(
                        this::cluster,
                        needed(source, "gate.watch.database-pods", watch.databasePods()),
                        this::formats,
                        left,
                        beat,
                        clock);
            case FILE -> new FileSource(needed(source, "gate.watch.file", watch.file()), this::formats, left);
        };
    }

    private LogSource shared(Source source, List<Position> seen) {
        GateConfig.Watch watch = settings.config().watch();
        // A look may take as long as that.
        boolean slow = source == Source.LOG_FDW && watch.logFdwEvery().compareTo(watch.every()) > 0;
        SharedLog log = SharedLog.of(
                source.text(),
                settings.schema(),
                settings.states(),
                settings.self().pod(),
                ConfigProvider.getConfig()
                        .getOptionalValue("quarkus.application.version", String.class)
                        .orElse(""),
                slow ? watch.logFdwEvery() : watch.every(),
                watch.quietMax());
        return new SharedSource(
                log,
                left -> itself(source, left),
                server,
                seen,
                slow ? settings.policy().window() : settings.canaryEvery().multipliedBy(3),
                slow,
                clock);
    }

    private static String needed(Source source, String key, Optional<String> value) {
        return value.orElseThrow(
                () -> ConfigurationException.of(key, "is not set; gate.watch.sources names " + source.text()));
    }

    private LogFormats formats() {
        return server.get().formats();
    }

    private Cluster cluster() throws IOException {
        return Cluster.of(settings.config().kubernetes(), System.getenv());
    }
}
