package dev.schemagate.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.schemagate.testing.DataFolder;
import dev.schemagate.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Containers without a registry: their root holds this system's {@code /usr}, read-only, and what is mounted. They are on the host's
 * network, so that each pod needs an address of the loopback for its own.
 */
final class Podman {

    /** What an image brings along. */
    record Image(List<String> entrypoint, Map<String, String> environment, String user, Map<Path, String> mounts) {}

    private static final String CONFIGURATION = """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
            [engine]
            cgroup_manager = "cgroupfs"
            runtime = "runc"
            events_logger = "file"
            """;

    private final Tool env;
    private final Path configuration;
    private final Path root;

    private Podman(Tool env, Path configuration, Path root) {
        this.env = env;
        this.configuration = configuration;
        this.root = root;
    }

    /** The test is skipped where there is none, or where it may start nothing. */
    static Podman orSkip() throws IOException, InterruptedException {
        Tool.named("podman", "install podman and runc");
        Tool.named("runc", "install podman and runc");
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: not root");
        Path folder = DataFolder.make("podman");
        Path configuration = Files.writeString(folder.resolve("containers.conf"), CONFIGURATION);
        Path root = folder.resolve("root");
        for (String name : List.of("usr", "etc", "proc", "sys", "dev", "tmp", "run", "app")) {
            Files.createDirectories(root.resolve(name));
        }
        for (String name : List.of("bin", "lib", "lib64", "sbin")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
        Podman podman = new Podman(Tool.named("env", "part of every Linux"), configuration, root);
        Tool.Answer trial = podman.podman(
                "run",
                "--rm",
                "--network=host",
                "--memory=64m",
                "-v=/usr:/usr:ro",
                "--rootfs",
                root.toString(),
                "true");
        assumeTrue(trial.exit() == 0, () -> "skipped: podman starts nothing here: " + trial.output());
        return podman;
    }

    /** What the manifest confines it to; memory in bytes. */
    record Limits(boolean readOnlyRoot, long memory) {}

    /** Starts it, as the manifest's security context says, and does not wait. */
    void start(
            String name,
            Image image,
            List<String> command,
            Map<String, String> environment,
            Map<Path, String> mounts,
            Limits limits)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "run",
                "--detach",
                "--network=host",
                "--cap-drop=all",
                "--security-opt=no-new-privileges",
                "--name=" + name));
        words.add("--user=" + image.user());
        words.add("--memory=" + limits.memory() + "b");
        words.add("--read-only=" + limits.readOnlyRoot());
        words.add("--read-only-tmpfs=false");
        words.add("-v=/usr:/usr:ro");
        image.mounts().forEach((path, place) -> words.add("-v=" + path.toAbsolutePath() + ":" + place + ":ro"));
        mounts.forEach((path, place) -> words.add("-v=" + path.toAbsolutePath() + ":" + place + ":ro"));
        image.environment().forEach((key, value) -> words.add("--env=" + key + "=" + value));
        environment.forEach((key, value) -> words.add("--env=" + key + "=" + value));
        words.addAll(List.of("--rootfs", root.toString()));
        words.addAll(image.entrypoint());
        words.addAll(command);
        Tool.Answer answer = podman(words.toArray(String[]::new));
        assertThat(answer.exit()).as(answer.output()).isZero();
    }

    /** False also for one that was killed because it took more memory than it may. */
    boolean runs(String name) throws IOException, InterruptedException {
        return podman("inspect", "--format={{.State.Running}}", name)
                .output()
                .strip()
                .equals("true");
    }

    /** SIGTERM, and its exit code; killed after the grace period. */
    int stop(String name, long graceSeconds) throws IOException, InterruptedException {
        podman("stop", "--time=" + graceSeconds, name);
        return exitCode(name);
    }

    /** Waits for the end. */
    int exitCode(String name) throws IOException, InterruptedException {
        return Integer.parseInt(podman("wait", name).output().strip());
    }

    String log(String name) throws IOException, InterruptedException {
        return podman("logs", name).output();
    }

    void remove(String name) throws IOException, InterruptedException {
        podman("rm", "--force", "--time=0", name);
    }

    private Tool.Answer podman(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("CONTAINERS_CONF=" + configuration, "podman", "--log-level=error"));
        all.addAll(Arrays.asList(words));
        return env.run(Path.of(""), all.toArray(String[]::new));
    }
}
