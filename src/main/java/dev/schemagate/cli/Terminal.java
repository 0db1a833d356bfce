package dev.schemagate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether somebody watches standard error or standard output. {@link System#console} tells of standard input and output together, and from Java 22 on it
 * is there without any terminal.
 */
final class Terminal {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminal() {}

    static boolean isWatched() {
        return isWatched(2);
    }

    /** @param descriptor 1 for standard output, 2 for standard error */
    static boolean isWatched(int descriptor) {
        try {
            String target = Files.readSymbolicLink(DESCRIPTORS.resolve(String.valueOf(descriptor)))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            // Not Linux: there only an old Java can tell.
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }
}
