package dev.schemagate.hotfix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

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
        try (InputStream in = ProgramDigest.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the program: Maven makes it after compiling");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A step of the build, run when all classes are there: writes the digest of the folder of classes given into it. */
    public static void main(String... arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        Files.writeString(classes.resolve("dev/schemagate/hotfix").resolve(RESOURCE), of(classes));
    }

    /** Of every file's name and bytes, in the order of the names; the digest itself left out. */
    static String of(Path classes) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.walk(classes)) {
            names = files.filter(Files::isRegularFile)
                    .map(file -> classes.relativize(file).toString())
                    .filter(name -> !name.endsWith(RESOURCE))
                    .sorted()
                    .toList();
        }
        MessageDigest digest = Sha256.digest();
        for (String name : names) {
            digest.update((name + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(Sha256.digest().digest(Files.readAllBytes(classes.resolve(name))));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
