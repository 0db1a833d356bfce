package dev.schemagate.prisma.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.prisma.PrismaException;

/** The hotfix file for what may be patched. */
public final class DriftFile {

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})\\D.*");
    private static final int DIGITS = 4;

    private DriftFile() {}

    /**
     * Writes a new file that is replayed after all that are there.
     *
     * @throws PrismaException HF001 where the folder cannot be written to
     */
    public static Path write(Path folder, DriftReport report, Path schema) {
        try {
            Path file = folder.resolve(next(folder) + "_prisma_drift.sql");
            String head =
                    "-- What " + schema.getFileName() + " declares and the database lacked, by schema-gate drift.\n";
            return Files.writeString(file, head + report.patches(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new PrismaException(
                    ErrorCode.HF001, Retry.PERMANENT, "hotfix folder " + folder + " " + MountedFolder.why(e));
        }
    }

    /** One more than the highest number that a file begins with, as wide as that. */
    private static String next(Path folder) throws IOException {
        int highest = 0;
        int width = DIGITS;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".sql")).toList()) {
                Matcher number = NUMBER.matcher(file.getFileName().toString());
                if (number.matches() && Integer.parseInt(number.group(1)) > highest) {
                    highest = Integer.parseInt(number.group(1));
                    width = number.group(1).length();
                }
            }
        }
        return ("%0" + width + "d").formatted(highest + 1);
    }
}
