package dev.schemagate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
import dev.schemagate.pod.Declared;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Sessions;
import dev.schemagate.policy.Policy;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Reason;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.sequence.StepReport;
import dev.schemagate.watch.FirstLook;
import dev.schemagate.watch.SteadyClock;
import dev.schemagate.watch.Watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A gate as production wires it, inside the test's own process, on a database and folders of the test. */
public final class TestGate {

    /** Lets everything pass that parses. */
    public static final HotfixJudge NO_POLICY = new HotfixJudge(Policy::unreadable, "");

    public final GateConfig config;
    public final Gate gate;
    public final Database database;
    public final Reconciler reconciler;
    public final Audit audit;
    public final Sessions sessions;
    public final Heartbeat heartbeat;
    public final HotfixCounters counters;
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
        audit = wiring.audit(config, wiring.ownership(config));
        counters = wiring.hotfixCounters();
        HotfixReplay hotfixes = policy
                ? wiring.hotfixes(config, random, counters)
                : new HotfixReplay(config, random, NO_POLICY, "test", counters);
        SteadyClock steady = wiring.steadyClock();
        Declared declared = wiring.declared();
        FirstLook firstLook = wiring.firstLook(config, steady, declared);
        reconciler = wiring.reconciler(
                config,
                wiring.pipeline(config, wiring.await(config), hotfixes, audit, declared, clock),
                database,
                firstLook,
                gate,
                clock,
                random);
        sessions = wiring.sessions(config, database, clock, random);
        heartbeat = wiring.heartbeat(config, sessions, gate, clock, declared);
        watch = wiring.watch(firstLook, heartbeat, sessions, reconciler, gate, steady, audit);
    }

    /** On the folders {@code migrations} and {@code hotfixes} below {@code files}, made where they are absent. */
    public static TestGate on(String url, Path files, String... settings) {
        return new TestGate(settings(url, files, settings), true);
    }

    /** As {@link #on}, where nothing is refused before it runs: for what happens if the policy is wrong. */
    public static TestGate withoutPolicy(String url, Path files, String... settings) {
        return new TestGate(settings(url, files, settings), false);
    }

    /** What the sequence would give its steps. */
    public Pass pass() {
        return Pass.thatLooks(database, config.sequence().deadline());
    }

    private static Map<String, String> settings(String url, Path files, String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("gate.database.url", url);
        all.put("gate.sequence.deadline", "60s");
        all.put("gate.sequence.retry", "1s");
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
        reconciler.untilReady(true);
        return gate.state();
    }

    /** Looks once whether the hotfixes are still there. */
    public void recheck() throws InterruptedException {
        reconciler.reconcile(Reason.RECHECK);
    }

    /** A thread that ends when this is closed. */
    public interface Loop extends AutoCloseable {
        @Override
        void close();
    }

    /** Lets the reconciler answer its reasons, as it does in a serving gate. */
    public Loop reconciling() {
        Thread thread = new Thread(reconciler);
        thread.start();
        return thread::interrupt;
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
        return reconciler.passes().reports().stream()
                .filter(report -> report.step().equals(step))
                .findFirst()
                .orElseThrow();
    }
}
