package dev.schemagate.migrate.alembic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's Alembic, and its Python, for tests that carry {@link dev.schemagate.testing.NeedsAlembic}. */
public final class RealAlembic {

    private static final String PYTHON = "/usr/bin/python3";

    private RealAlembic() {}

    /** The lines that a script among the test's resources prints. */
    public static List<String> run(Path folder, String script, List<String> arguments)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        List<String> command =
                new ArrayList<>(List.of(PYTHON, resource(folder, script).toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES))
                    .as("%s ends", script)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", script, Files.readString(out))
                .isZero();
        return Files.readAllLines(out);
    }

    private static Path resource(Path folder, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (var in = RealAlembic.class.getResourceAsStream("/dev/schemagate/migrate/alembic/" + name)) {
            Files.write(copy, in.readAllBytes());
        }
        return copy;
    }
}
