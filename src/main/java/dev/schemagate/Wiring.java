package dev.schemagate;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;

import dev.schemagate.audit.Audit;
import dev.schemagate.config.GateConfig;
import dev.schemagate.db.AnswerLimit;
import dev.schemagate.db.Database;
import dev.schemagate.db.Databases;
import dev.schemagate.hotfix.HotfixCounters;
import dev.schemagate.hotfix.HotfixJudge;
import dev.schemagate.hotfix.HotfixReplay;
import dev.schemagate.hotfix.Preview;
import dev.schemagate.hotfix.ProgramDigest;
import dev.schemagate.migrate.Migrate;
import dev.schemagate.migrate.MigrationEngine;
import dev.schemagate.migrate.MigrationPreview;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.ownership.Ownership;
import dev.schemagate.ownership.PrismaNames;
import dev.schemagate.pod.Declared;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.pod.Sessions;
import dev.schemagate.preflight.Preflight;
import dev.schemagate.prisma.PrismaColumnTypes;
import dev.schemagate.prisma.await.Await;
import dev.schemagate.readiness.Gate;
import dev.schemagate.reload.Reload;
import dev.schemagate.sequence.MonotonicClock;
import dev.schemagate.sequence.Pipeline;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.watch.FirstLook;
import dev.schemagate.watch.SteadyClock;
import dev.schemagate.watch.Verification;
import dev.schemagate.watch.Watch;

/** Puts the plain classes together. Each is made when a verb first asks for it, so that a verb without a database needs none. */
class Wiring {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** For what must not be moved by a wall clock that is set. */
    @Produces
    @Singleton
    @Typed(SteadyClock.class)
    SteadyClock steadyClock() {
        return new SteadyClock();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        // Asked by several threads.
        return () -> ThreadLocalRandom.current().nextLong();
    }

    @Produces
    @Singleton
    Gate gate(Clock clock) {
        return new Gate(clock);
    }

    @Produces
    @Singleton
    Database database(GateConfig config, Config environment) {
        return Databases.configured(config, environment);
    }

    @Produces
    @Singleton
    Declared declared() {
        return new Declared();
    }

    @Produces
    @Singleton
    Ownership ownership(GateConfig config) {
        Optional<String> engine = config.migrate().engine() == GateConfig.Engine.NONE
                ? Optional.empty()
                : Optional.of(config.migrate().engine().name().toLowerCase(Locale.ROOT));
        return Ownership.of(config, engine, Engines.ledgers(config), PrismaNames.of(config));
    }

    @Produces
    @Singleton
    Audit audit(GateConfig config, Ownership ownership) {
        return new Audit(config, ownership);
    }

    @Produces
    @Singleton
    HotfixCounters hotfixCounters() {
        return new HotfixCounters();
    }

    @Produces
    @Singleton
    HotfixReplay hotfixes(GateConfig config, RandomGenerator random, HotfixCounters counters) {
        return new HotfixReplay(
                config, random, HotfixJudge.of(config, Engines.ledgers(config)), ProgramDigest.own(), counters);
    }

    @Produces
    @Singleton
    Preflight preflight(GateConfig config) {
        return new Preflight(config);
    }

    @Produces
    @Singleton
    Preview preview(GateConfig config) {
        return new Preview(config, HotfixJudge.of(config, Engines.ledgers(config)));
    }

    @Produces
    @Singleton
    Await await(GateConfig config) {
        return new Await(config);
    }

    private static Optional<MigrationEngine> engine(GateConfig config) {
        return Engines.chosen(config, ProgramDigest.own());
    }

    @Produces
    @Singleton
    MigrationPreview migrationPreview(GateConfig config) {
        return new MigrationPreview(config, engine(config), Engines.ledgers(config));
    }

    @Produces
    @Singleton
    Pipeline pipeline(
            GateConfig config, Await await, HotfixReplay hotfixes, Audit audit, Declared declared, Clock clock) {
        return new Pipeline(
                List.of(
                        new Preflight(config),
                        new Migrate(config, engine(config), Engines.ledgers(config), declared),
                        await,
                        hotfixes,
                        new Reload(config),
                        audit),
                clock);
    }

    @Produces
    @Singleton
    Reconciler reconciler(
            GateConfig config,
            Pipeline pipeline,
            Database database,
            FirstLook firstLook,
            Gate gate,
            Clock clock,
            RandomGenerator random) {
        Reconciler.Timing timing = new Reconciler.Timing(
                config.sequence().deadline(),
                config.sequence().retry(),
                config.hotfix().recheck());
        return new Reconciler(pipeline, database, firstLook, gate, timing, MonotonicClock.SYSTEM, clock, random);
    }

    @Produces
    @Singleton
    Sessions sessions(GateConfig config, Database database, Clock clock, RandomGenerator random) {
        boolean watches = !config.watch().sources().orElse(List.of()).isEmpty();
        return new Sessions(
                database,
                watches ? config.watch().every() : config.podHeartbeat(),
                AnswerLimit.within(config.watch().window()),
                clock,
                random);
    }

    @Produces
    @Singleton
    Heartbeat heartbeat(GateConfig config, Sessions sessions, Gate gate, Clock clock, Declared declared) {
        return new Heartbeat(
                sessions,
                PodIdentity.of(config),
                config.schema(),
                gate,
                config.podHeartbeat(),
                clock,
                config.watch().applicationName(),
                declared);
    }

    @Produces
    @Singleton
    FirstLook firstLook(GateConfig config, SteadyClock clock, Declared declared) {
        return new FirstLook(config, clock, new PrismaColumnTypes(config)::type, declared);
    }

    @Produces
    @Singleton
    Watch watch(
            FirstLook firstLook,
            Heartbeat heartbeat,
            Sessions sessions,
            Reconciler reconciler,
            Gate gate,
            SteadyClock clock,
            Audit audit) {
        return new Watch(firstLook, heartbeat, sessions, reconciler, gate, clock, () -> audit.drift()
                .hasAll());
    }

    @Produces
    @Singleton
    Verification verification(GateConfig config, Database database, Clock clock) {
        return new Verification(config, database, clock, new PrismaColumnTypes(config)::type);
    }
}
