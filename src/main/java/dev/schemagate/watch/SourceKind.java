package dev.schemagate.watch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.config.GateConfig;
import dev.schemagate.config.GateConfig.Source;
import dev.schemagate.kubernetes.Cluster;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.shared.TableSource;
import dev.schemagate.watch.source.DatabasePodsSource;
import dev.schemagate.watch.source.FileSource;
import dev.schemagate.watch.source.LogFdwSource;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.PodSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.ServerLogSource;

/**
 * What is known of a source before it is opened. A new source is a class in {@code watch.source}, a name in
 * {@link GateConfig.Source} and a line in {@link #of}.
 *
 * @param ofDatabase whether it has the sessions of the whole database in it, so that one gate may read it for all
 * @param proven whether what it tells proves how far it was read; else a canary that it tells must be known to be one, and only where it
 *     tells none does a line's time prove anything
 * @param opening how it is built
 */
record SourceKind(boolean ofDatabase, boolean proven, Function<Context, LogSource> opening) {

    /**
     * What a source is built from.
     *
     * @param server the server as last looked at
     * @param settings what is watched, and for whom
     * @param resume where an earlier process of this pod left off; empty at the first start
     */
    record Context(
            WatchSettings settings, Supplier<ServerLogSource.Server> server, List<Position> resume, Clock clock) {

        GateConfig config() {
            return settings.config();
        }

        Cluster cluster() throws IOException {
            return Cluster.of(config().kubernetes(), System.getenv());
        }

        LogFormats formats() {
            return server.get().formats();
        }

        /** Often enough that a silent log is known all through a window. */
        Duration beat() {
            return config().watch().window().dividedBy(3);
        }
    }

    /** How often whoever reads it for all shows that it is alive: a look may take as long as that. */
    static Duration every(Source source, GateConfig.Watch watch) {
        return source == Source.LOG_FDW && watch.logFdwEvery().compareTo(watch.every()) > 0
                ? watch.logFdwEvery()
                : watch.every();
    }

    static SourceKind of(Source source) {
        return switch (source) {
            case SERVER_LOG ->
                new SourceKind(true, true, context -> new ServerLogSource(context.server, context.resume));
            case LOG_FDW ->
                new SourceKind(
                        true,
                        true,
                        context -> new LogFdwSource(
                                context.server,
                                context.settings.schema(),
                                context.settings.states(),
                                context.resume,
                                context.config().watch().logFdwEvery(),
                                context.clock));
            case POD ->
                new SourceKind(
                        false,
                        false,
                        context -> new PodSource(
                                context::cluster,
                                new PodSource.Target(
                                        PodIdentity.of(context.config()).pod(),
                                        context.config().watch().container()),
                                context::formats,
                                context.resume,
                                context.beat(),
                                context.clock));
            case TABLE ->
                new SourceKind(
                        false,
                        true,
                        context -> new TableSource(
                                context.settings.schema(),
                                context.server,
                                context.settings.states(),
                                context.resume,
                                context.settings.policy().window()));
            case DATABASE_PODS ->
                new SourceKind(
                        true,
                        true,
                        context -> new DatabasePodsSource(
                                context::cluster,
                                context.config()
                                        .watch()
                                        .databasePods()
                                        .orElseThrow(() -> ConfigurationException.of(
                                                "gate.watch.database-pods",
                                                "is not set; gate.watch.sources names database-pods")),
                                context::formats,
                                context.resume,
                                context.beat(),
                                context.clock));
            case FILE ->
                new SourceKind(
                        false,
                        false,
                        context -> new FileSource(
                                context.config()
                                        .watch()
                                        .file()
                                        .orElseThrow(() -> ConfigurationException.of(
                                                "gate.watch.file", "is not set; gate.watch.sources names file")),
                                context::formats,
                                context.resume));
        };
    }
}
