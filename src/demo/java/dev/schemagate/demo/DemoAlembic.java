package dev.schemagate.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The same migrations as Alembic's, for a machine that has it. {@code DEMO_ENGINE=flyway} tells the story with Flyway all the same. */
final class DemoAlembic {

    private static final List<String> FILES = List.of(
            "alembic.ini",
            "nemo/env.py",
            "nemo/versions/1_guardrail_run.py",
            "nemo/versions/2_guardrail_run_verdict.py",
            "nemo/versions/3_guardrail_run_token_index.py");

    private static final long PATIENCE_SECONDS = 20;

    private DemoAlembic() {}

    static boolean isWanted() {
        return !"flyway".equals(System.getenv("DEMO_ENGINE"))
                && succeeds("alembic", "--version")
                && succeeds("/usr/bin/python3", "-c", "import psycopg2");
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Into that folder, for {@code gate.alembic.directory}. */
    static Path unpack(Path folder) throws IOException {
        for (String file : FILES) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.write(target, DemoFolders.resource("/alembic/" + file));
        }
        return folder;
    }
}
