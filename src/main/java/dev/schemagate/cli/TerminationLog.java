package dev.schemagate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jboss.logging.Logger;

import dev.schemagate.error.GateException;

/** Where Kubernetes reads why a container ended (Kubernetes docs, "Determine the Reason for Pod Failure"). */
final class TerminationLog {

    private static final Path PATH = Path.of("/dev/termination-log");
    private static final Logger LOG = Logger.getLogger(TerminationLog.class);

    private TerminationLog() {}

    static void write(GateException failure) {
        write(PATH, failure);
    }

    /** One line; nothing where the file does not exist, as outside Kubernetes. */
    static void write(Path path, GateException failure) {
        if (Files.isWritable(path)) {
            try {
                Files.writeString(path, failure.describe() + "\n");
            } catch (IOException e) {
                LOG.warnf("cannot write the termination log path=%s reason=\"%s\"", path, e.getMessage());
            }
        }
    }
}
