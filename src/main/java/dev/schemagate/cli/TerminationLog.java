package dev.schemagate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.logging.Logger;

/** Where Kubernetes reads why a container ended (Kubernetes docs, "Determine the Reason for Pod Failure"). */
public final class TerminationLog {

    private static final Path PATH = Path.of(System.getProperty("schema-gate.termination-log", "/dev/termination-log"));
    private static final Logger LOG = Logger.getLogger(TerminationLog.class);

    /** Kubernetes shows 4096 bytes; a character has at most four. */
    private static final int MOST = 1_000;

    private TerminationLog() {}

    /** One line; nothing where the file does not exist, as outside Kubernetes. */
    public static void write(String reason) {
        write(PATH, reason);
    }

    static void write(Path path, String reason) {
        String line = reason.strip().replaceAll("\\s*\\R\\s*", "; ");
        if (Files.isWritable(path)) {
            try {
                Files.writeString(path, (line.length() > MOST ? line.substring(0, MOST) + "…" : line) + "\n");
            } catch (IOException e) {
                LOG.warnf("cannot write the termination log path=%s reason=\"%s\"", path, e.getMessage());
            }
        }
    }
}
