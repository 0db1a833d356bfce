package dev.schemagate.migrate.alembic.revisions;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a command line says of where Alembic's settings are.
 *
 * @param configs the files of {@code -c}
 * @param section the {@code -n} section of {@code alembic.ini}
 */
record CommandOptions(List<String> configs, String section) {

    private static final String SECTION = "alembic";

    /** Of a command that is Alembic, whatever starts it: {@code uv run alembic -c db.ini upgrade heads}. Others say nothing here. */
    static CommandOptions of(List<String> command) {
        List<String> configs = new ArrayList<>();
        String section = SECTION;
        int start = start(command);
        for (int i = start; i < command.size(); i++) {
            String config = value(command, i, "-c", "--config");
            String name = value(command, i, "-n", "--name");
            if (config != null) {
                configs.add(config);
            } else if (name != null) {
                section = name;
            }
        }
        return new CommandOptions(configs, section);
    }

    private static int start(List<String> command) {
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            if (word.substring(word.lastIndexOf('/') + 1).equals("alembic")) {
                return i + 1;
            }
        }
        return command.size();
    }

    private static @Nullable String value(List<String> command, int at, String brief, String full) {
        String word = command.get(at);
        if (word.equals(brief) || word.equals(full)) {
            return at + 1 < command.size() ? command.get(at + 1) : null;
        }
        if (word.startsWith(full + "=")) {
            return word.substring(full.length() + 1);
        }
        return word.startsWith(brief) && !word.startsWith("--") && word.length() > 2 ? word.substring(2) : null;
    }
}
