package dev.schemagate.lint;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The order in which Flyway runs the files of a folder: versions as numbers, then repeatable ones by name. */
final class FlywayOrder {

    private static final Pattern VERSION = Pattern.compile("[VUB](\\d[\\d._]*?)__.+\\.sql");

    /** Stable, and equal for everything that is not Flyway's. */
    static final Comparator<Path> BY_VERSION = FlywayOrder::compare;

    private FlywayOrder() {}

    private static int compare(Path a, Path b) {
        if (!parent(a).equals(parent(b))) {
            return 0;
        }
        List<BigInteger> left = version(a);
        List<BigInteger> right = version(b);
        if (left == null || right == null) {
            return 0;
        }
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = part(left, i).compareTo(part(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String parent(Path file) {
        return String.valueOf(file.getParent());
    }

    private static BigInteger part(List<BigInteger> version, int i) {
        return i < version.size() ? version.get(i) : BigInteger.ZERO;
    }

    private static @Nullable List<BigInteger> version(Path file) {
        Matcher name = VERSION.matcher(file.getFileName().toString());
        return name.matches()
                ? Arrays.stream(name.group(1).split("[._]"))
                        .filter(part -> !part.isEmpty())
                        .map(BigInteger::new)
                        .toList()
                : null;
    }
}
