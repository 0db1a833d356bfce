package dev.schemagate.desired;

/**
 * What was found for one object or statement.
 *
 * @param reason a clause for a person
 * @param impossible whether the server would refuse it, for want of the table or type
 */
public record Assessment(Outcome outcome, String reason, boolean impossible) {

    public static Assessment satisfied(String reason) {
        return new Assessment(Outcome.SATISFIED, reason, false);
    }

    public static Assessment missing(String reason) {
        return new Assessment(Outcome.MISSING, reason, false);
    }

    public static Assessment conflict(String reason) {
        return new Assessment(Outcome.CONFLICT, reason, false);
    }

    public static Assessment impossible(String reason) {
        return new Assessment(Outcome.MISSING, reason, true);
    }

    static Assessment unknown(String reason) {
        return new Assessment(Outcome.UNKNOWN, reason, false);
    }

    /** Of something that is as asked or has to be set. */
    static Assessment set(boolean done, String what) {
        return done ? satisfied(what + " is as the hotfix asks") : missing(what + " is not as the hotfix asks");
    }

    /** The more worrying of the two. */
    public Assessment worse(Assessment other) {
        if (impossible != other.impossible) {
            return impossible ? this : other;
        }
        return other.outcome.compareTo(outcome) > 0 ? other : this;
    }
}
