package dev.schemagate.demo;

import java.io.IOException;
import java.nio.file.Path;

import io.quarkus.runtime.annotations.QuarkusMain;

import dev.schemagate.Main;

/** Starts PostgreSQL, then the gate as {@code schema-gate serve} would, and tells the story beside it. */
@QuarkusMain(name = "demo")
public final class DemoMain {

    private DemoMain() {}

    public static void main(String... args) throws IOException {
        Timeline timeline = new Timeline();
        DemoDatabase database = DemoDatabase.start(timeline);
        DemoFolders folders = DemoFolders.unpack();
        System.setProperty("gate.database.url", database.url());
        System.setProperty("gate.migrate.locations", folders.migrations().toString());
        if (DemoAlembic.isWanted()) {
            Path project = DemoAlembic.unpack(folders.migrations().resolveSibling("alembic"));
            System.setProperty("gate.migrate.engine", "alembic");
            System.setProperty("gate.alembic.directory", project.toString());
            timeline.say("demo", "Alembic is here, so nemo is Alembic's (DEMO_ENGINE=flyway: Flyway's)");
        }
        System.setProperty("gate.hotfix.dir", folders.hotfixes().toString());
        // Shorter than in production, so that the whole story fits into half a minute.
        System.setProperty("gate.watch.window", "8s");
        System.setProperty("gate.watch.quiet", "4s");
        System.setProperty("quarkus.log.level", "OFF");
        Thread story = new Thread(new Story(timeline, database, folders), "story");
        story.setDaemon(true);
        story.start();
        Main.main("serve");
    }

    /** Where the demo's files are, for messages: below the working directory where that is possible. */
    static String display(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
