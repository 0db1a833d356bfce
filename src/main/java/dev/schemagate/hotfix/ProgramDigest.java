package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.schemagate.files.Resource;
import dev.schemagate.files.Sha256;

/**
 * What tells two programs apart, also two snapshots of one version: the build writes the SHA-256 of all classes and resources
 * into the program, so that one whose rules, grammar or planner differ in anything never believes what another found out.
 */
public final class ProgramDigest {

    private static final String RESOURCE = "program.sha256";

    private ProgramDigest() {}

    /** Of the program that runs, in hex. */
    public static String own() {
        return Resource.text(ProgramDigest.class, RESOURCE);
    }

    /** A step of the build, run when all classes are there: writes the digest of the folder of classes given into it. */
    public static void main(String... arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        Files.writeString(classes.resolve("dev/schemagate/hotfix").resolve(RESOURCE), of(classes));
    }

    /** Of every file's name and bytes, in the order of the names; the digest itself left out. */
    static String of(Path classes) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(classes)) {
            found.filter(Files::isRegularFile)
                    .forEach(file -> files.put(classes.relativize(file).toString(), file));
        }
        files.keySet().removeIf(name -> name.endsWith(RESOURCE));
        return Sha256.of(files);
    }
}
