package dev.schemagate.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.schemagate.config.ConfigurationException;

/** Where the password comes from. A mounted secret may be rotated while we run, so a file is read at every connection. */
sealed interface Password {

    Optional<String> read();

    /** Written in the environment or in the URL. */
    record Literal(Optional<String> value) implements Password {
        @Override
        public Optional<String> read() {
            return value;
        }

        @Override
        public String toString() {
            return "Literal[…]";
        }
    }

    /** The content of a file, without the line break that editors leave at its end. */
    record FromFile(Path file) implements Password {
        @Override
        public Optional<String> read() {
            try {
                return Optional.of(Files.readString(file).replaceFirst("\\R\\z", ""));
            } catch (IOException e) {
                throw ConfigurationException.of(
                        "GATE_DATABASE_PASSWORD_FILE",
                        "names " + file + ", which cannot be read ("
                                + e.getClass().getSimpleName() + ")");
            }
        }
    }
}
