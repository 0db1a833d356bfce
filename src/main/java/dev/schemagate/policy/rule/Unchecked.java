package dev.schemagate.policy.rule;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.schemagate.error.Defect;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.sql.SourceRange;

/** Findings about files that could not be checked, so that nothing is known of them. */
public final class Unchecked {

    private static final Set<String> CODES = Set.of(ErrorCode.CF003.name(), ErrorCode.CF004.name());

    private static final SourceRange START = new SourceRange(0, 0, 1, 1);

    private Unchecked() {}

    /** The finding that a file could not be checked for a reason outside of this program. */
    public static Finding because(String file, String why) {
        return because(file, START, why);
    }

    /** The same, where what could not be checked has a place. */
    public static Finding because(String file, SourceRange range, String why) {
        return Finding.of(ErrorCode.CF004, file, range, why);
    }

    /**
     * What a check finds in a file, or the one finding that it failed on it: a defect of ours, and a file beyond our means,
     * must not cost the other files' findings.
     */
    public static List<Finding> orFindings(String file, Supplier<List<Finding>> check) {
        try {
            return check.get();
        } catch (GateException e) {
            return List.of(Finding.of(e.code(), file, START, String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            return List.of(Finding.of(ErrorCode.CF003, file, START, "no memory left to check it"));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return List.of(Finding.of(ErrorCode.CF004, file, START, Defect.describe(e)));
        }
    }

    /** Whether a finding says that its file was not checked. */
    public static boolean is(Finding finding) {
        return CODES.contains(finding.rule());
    }
}
