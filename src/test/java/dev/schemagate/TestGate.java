package dev.schemagate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

import dev.schemagate.audit.Audit;
import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.hotfix.HotfixCounters;
import dev.schemagate.hotfix.HotfixJudge;
import dev.schemagate.hotfix.HotfixReplay;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Recheck;
import dev.schemagate.sequence.SequenceRunner;
import dev.schemagate.sequence.StepReport;
import dev.schemagate.sequence.Work;
import dev.schemagate.watch.Watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A gate as production wires it, inside the test's own process, on a database and folders of the test. */
public final class TestGate {

    public final GateConfig config;
    public final Gate gate;
    public final Database database;
    public final SequenceRunner runner;
    public final Audit audit;
    public final Heartbeat heartbeat;
    public final HotfixCounters counters;
    public final Recheck recheck;
    public final Watch watch;

    private TestGate(Map<String, String> settings, boolean policy) {
        SmallRyeConfig environment = new SmallRyeConfigBuilder()
                .withMapping(GateConfig.class)
                .withSources(new PropertiesConfigSource(settings, "the test", 500))
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .build();
        Wiring wiring = new Wiring();
        Clock clock = Clock.systemUTC();
        SplittableRandom random = new SplittableRandom(1);
        config = environment.getConfigMapping(GateConfig.class);
        gate = wiring.gate(clock);
        database = wiring.database(config, environment);
        audit = wiring.audit(config);
        counters = wiring.hotfixCounters();
        HotfixReplay hotfixes = policy
                ? wiring.hotfixes(config, random, counters)
                : new HotfixReplay(config, random, HotfixJudge.NONE, "test", counters);
        runner = wiring.runner(config, wiring.sequence(config, database, hotfixes, audit, clock), gate, clock, random);
        recheck = wiring.recheck(config, runner, random);
        heartbeat = wiring.heartbeat(config, database, gate, clock);
        watch = wiring.watch(config, heartbeat, runner, gate, clock);
    }

    /** On the folders {@code migrations} and {@code hotfixes} below {@code files}, made where they are absent. */
    public static TestGate on(String url, Path files, String... settings) {
        return new TestGate(settings(url, files, settings), true);
    }

    /** As {@link #on}, where nothing is refused before it runs: for what happens if the policy is wrong. */
    public static TestGate withoutPolicy(String url, Path files, String... settings) {
        return new TestGate(settings(url, files, settings), false);
    }

    /** What a run of the sequence would give its steps, without a deadline. */
    public Work work() {
        return new Work(database, Clock.systemUTC(), Instant.MAX);
    }

    private static Map<String, String> settings(String url, Path files, String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("gate.database.url", url);
        all.put("gate.migrate.locations", folder(files, "migrations").toString());
        all.put("gate.hotfix.dir", folder(files, "hotfixes").toString());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    private static Path folder(Path files, String name) {
        try {
            return Files.createDirectories(files.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the sequence as {@code run} does: until ready, or until a failure that needs a person. */
    public GateState runOnce() throws InterruptedException {
        runner.runUntilReady(new SequenceRunner.Patience(Duration.ofSeconds(60), Duration.ofSeconds(1), true));
        return gate.state();
    }

    /** {@link #runOnce} on a thread of its own; true where the gate opened. */
    public CompletableFuture<Boolean> start() {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                ready.complete(runOnce().ready());
            } catch (InterruptedException | RuntimeException e) {
                ready.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return ready;
    }

    /** Runs, and stays shut for this reason, which is returned. */
    public String assertFails(ErrorCode code, String... texts) {
        Throwable failure = catchThrowable(this::runOnce);
        assertThat(failure).isInstanceOfSatisfying(GateException.class, e -> {
            assertThat(e.code()).as(e.describe()).isEqualTo(code);
            assertThat(e.getMessage()).contains(texts);
        });
        assertThat(gate.state().ready()).isFalse();
        return failure.getMessage();
    }

    public StepReport report(String step) {
        return runner.reports().stream()
                .filter(report -> report.step().equals(step))
                .findFirst()
                .orElseThrow();
    }
}
