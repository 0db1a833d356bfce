package dev.schemagate.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folders that would be mounted in a pod, filled with the repository's examples. */
record DemoFolders(Path migrations, Path hotfixes) {

    private static final List<String> MIGRATIONS =
            List.of("V1__guardrail_run.sql", "V2__guardrail_run_verdict.sql", "V3__guardrail_run_token_index.sql");
    private static final List<String> HOTFIXES = List.of(
            "0001_verification_token_agent_id.sql",
            "0002_daily_team_spend_mcp_tool.sql",
            "0003_spend_logs_requester.sql");

    static DemoFolders unpack() throws IOException {
        Path base = Files.createTempDirectory("schema-gate-demo");
        return new DemoFolders(copy("migrations", MIGRATIONS, base), copy("hotfixes", HOTFIXES, base));
    }

    private static Path copy(String folder, List<String> files, Path base) throws IOException {
        Path target = Files.createDirectories(base.resolve(folder));
        for (String file : files) {
            Files.write(target.resolve(file), resource("/demo/" + folder + "/" + file));
        }
        return target;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = DemoFolders.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not in the demo");
            }
            return in.readAllBytes();
        }
    }
}
