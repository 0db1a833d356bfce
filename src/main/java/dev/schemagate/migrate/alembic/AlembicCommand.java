package dev.schemagate.migrate.alembic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of {@code gate.alembic.command}.
 *
 * @param words the program and its arguments
 */
record AlembicCommand(List<String> words) {

    private static final String UPGRADE = "upgrade";

    static AlembicCommand of(String command) {
        return new AlembicCommand(List.of(command.strip().split("\\s+")));
    }

    /**
     * Whether its program is there and may be run.
     *
     * @param directory where it would run
     * @param path the folders of {@code PATH}
     */
    boolean isThere(Path directory, String path) {
        String program = words.get(0);
        return program.contains("/")
                ? Files.isExecutable(directory.resolve(program))
                : Arrays.stream(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * The same, printing SQL instead of running it; empty where this is not {@code … alembic … upgrade … REVISION}, whatever stands
     * before.
     *
     * @param from a revision that the database is at, or {@code base}
     */
    List<String> offline(String from) {
        int alembic = 0;
        while (alembic < words.size() && !isAlembic(words.get(alembic))) {
            alembic++;
        }
        int upgrade =
                alembic < words.size() ? words.subList(alembic, words.size()).indexOf(UPGRADE) + alembic : -1;
        int last = words.size() - 1;
        if (upgrade <= alembic || upgrade >= last || words.get(last).startsWith("-")) {
            return List.of();
        }
        List<String> offline = new ArrayList<>(words.subList(0, last));
        offline.add("--sql");
        offline.add(from + ":heads");
        return offline;
    }

    private static boolean isAlembic(String word) {
        return word.substring(word.lastIndexOf('/') + 1).equals("alembic");
    }

    /** For messages. */
    @Override
    public String toString() {
        return Spoken.masked(String.join(" ", words));
    }
}
