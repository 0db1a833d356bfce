package dev.schemagate.lint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Finds the files behind the paths of a command line. */
public final class Inputs {

    /** Replay order of hotfixes, which is that of Prisma's folders too. */
    private static final Comparator<Path> BYTE_ORDER =
            (a, b) -> Arrays.compareUnsigned(bytes(a.toString()), bytes(b.toString()));

    private final @Nullable FileKind as;
    private final InputStream stdin;

    /**
     * @param as what every SQL file is taken for; null to tell from names
     * @param stdin what {@code -} reads
     */
    public Inputs(@Nullable FileKind as, InputStream stdin) {
        this.as = as;
        this.stdin = stdin;
    }

    /**
     * The files, each once: paths in the order given, folders with their sub-folders in the order their engine runs them.
     *
     * @throws UnreadableException where a path cannot be read or a file is of no kind that is checked
     */
    public List<Input> read(List<String> paths) throws UnreadableException {
        List<Input> inputs = new ArrayList<>();
        for (String path : paths) {
            try {
                if (path.equals("-")) {
                    FileKind kind = as == null ? FileKind.HOTFIX : as;
                    inputs.add(new Input("<stdin>", kind, stdin.readAllBytes(), "<stdin>"));
                } else {
                    read(Path.of(path), inputs);
                }
            } catch (IOException e) {
                throw e instanceof UnreadableException known ? known : new UnreadableException(path + ": " + why(e));
            }
        }
        return inputs.stream().filter(distinct()).toList();
    }

    private void read(Path path, List<Input> inputs) throws IOException {
        if (!Files.isDirectory(path)) {
            FileKind kind = Classifier.of(path);
            if (kind == null && Files.exists(path)) {
                throw new UnreadableException(path + ": neither .sql nor .yaml; rename it, or pass it as -");
            }
            add(path, kind == null ? FileKind.HOTFIX : kind, path.toString(), inputs);
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(path)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !hidden(path.relativize(file)))
                    .sorted(BYTE_ORDER)
                    .sorted(FlywayOrder.BY_VERSION)
                    .toList();
        }
        for (Path file : files) {
            FileKind kind = Classifier.of(file);
            if (kind != null) {
                Path folder = kind == FileKind.PRISMA || kind == FileKind.DEPLOYMENT ? path : file.getParent();
                add(file, kind, folder.toString(), inputs);
            }
        }
    }

    private void add(Path file, FileKind kind, String group, List<Input> inputs) throws IOException {
        FileKind taken = as != null && kind != FileKind.DEPLOYMENT ? as : kind;
        inputs.add(new Input(file.toString().replace('\\', '/'), taken, Files.readAllBytes(file), group));
    }

    /** Kubernetes mounts keep their real files in hidden folders beside links. */
    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().equals("node_modules")) {
                return true;
            }
        }
        return false;
    }

    private static java.util.function.Predicate<Input> distinct() {
        java.util.Set<String> seen = new java.util.HashSet<>();
        return input -> seen.add(input.name());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String why(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "does not exist";
        }
        return failure instanceof AccessDeniedException
                ? "no permission to read it"
                : "cannot be read (" + failure.getClass().getSimpleName() + ")";
    }
}
