package dev.schemagate.error;

import java.util.Arrays;

/** A defect of this program, as a person is told of it: what and where. Its message may hold anything, its trace is no help. */
public final class Defect {

    private Defect() {}

    public static String describe(Throwable defect) {
        String place = Arrays.stream(defect.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.schemagate."))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return "internal error: " + defect.getClass().getSimpleName() + place;
    }
}
