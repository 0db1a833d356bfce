package dev.schemagate.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What the errors that closed the gate complained of.
 *
 * @param objects null for one that is not known
 */
record Complaints(List<@Nullable MissingObject> objects) {

    private static final int SHOWN = 3;

    static Complaints of(List<ErrorBook.Entry> counted) {
        List<@Nullable MissingObject> objects = new ArrayList<>();
        counted.stream().map(ErrorBook.Entry::missing).distinct().forEach(objects::add);
        return new Complaints(objects);
    }

    static Complaints parse(String text) {
        List<@Nullable MissingObject> objects = new ArrayList<>();
        if (!text.isEmpty()) {
            Arrays.stream(text.split("\n")).map(MissingObject::parse).forEach(objects::add);
        }
        return new Complaints(objects);
    }

    String text() {
        return objects.stream().map(MissingObject::line).collect(Collectors.joining("\n"));
    }

    /** Whether the catalog can be asked about all of it. */
    boolean isKnown() {
        return !objects.isEmpty() && objects.stream().allMatch(Objects::nonNull);
    }

    List<MissingObject> known() {
        List<MissingObject> known = new ArrayList<>();
        for (MissingObject object : objects) {
            if (object != null) {
                known.add(object);
            }
        }
        return known;
    }

    static String names(List<MissingObject> objects) {
        return objects.stream().limit(SHOWN).map(MissingObject::toString).collect(Collectors.joining(", "))
                + (objects.size() > SHOWN ? " and " + (objects.size() - SHOWN) + " more" : "");
    }
}
