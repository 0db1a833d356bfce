package dev.schemagate.plan;

/**
 * What was found for one wish or statement.
 *
 * @param reason a clause for a person
 * @param impossible whether the server would refuse it, for want of the table or type
 */
public record Finding(Verdict verdict, String reason, boolean impossible) {

    static Finding satisfied(String reason) {
        return new Finding(Verdict.SATISFIED, reason, false);
    }

    static Finding missing(String reason) {
        return new Finding(Verdict.MISSING, reason, false);
    }

    static Finding conflict(String reason) {
        return new Finding(Verdict.CONFLICT, reason, false);
    }

    static Finding impossible(String reason) {
        return new Finding(Verdict.MISSING, reason, true);
    }

    static Finding worse(Finding a, Finding b) {
        if (a.impossible != b.impossible) {
            return a.impossible ? a : b;
        }
        return b.verdict.compareTo(a.verdict) > 0 ? b : a;
    }
}
