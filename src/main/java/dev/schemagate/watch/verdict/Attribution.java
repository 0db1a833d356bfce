package dev.schemagate.watch.verdict;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.db.Database;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.Session;

/**
 * Whose an error is. What the log does not tell of a session excludes nobody: its error is this pod's, unless another live gate's key
 * is told and claims it.
 *
 * @param others the live gates of this database, of every app
 * @param known whether a session of this pod has been seen at all. Until then errors that nobody claims are ours: a pooler, a
 *     socket or {@code log_hostname} must not blind the gate
 */
public record Attribution(Claim self, String database, List<Claim> others, Ignore ignore, boolean known) {

    /** Where an error belongs. */
    public enum Owner {
        /** This pod. */
        POD,
        /** Another pod of this revision. */
        REVISION,
        /** Another pod, or somebody at a console. */
        OTHER,
        /** Not counted at all: another database, a gate, or on the ignore list. */
        NOBODY
    }

    public Owner owner(DatabaseError error) {
        if (error.origin() == DatabaseError.Origin.APP) {
            return ignore.matches(error) ? Owner.NOBODY : Owner.POD;
        }
        Session session = error.session();
        if (session.excludes(Session.Field.DATABASE, database)
                || Database.isGate(error.applicationName())
                || ignore.matches(error)) {
            return Owner.NOBODY;
        }
        if (self.claims(session)) {
            return Owner.POD;
        }
        List<Claim> claiming =
                others.stream().filter(claim -> claim.claims(session)).toList();
        if (claiming.isEmpty() && (!known || self.mayClaim(session))) {
            return Owner.POD;
        }
        Stream<Claim> possible =
                claiming.isEmpty() ? others.stream().filter(claim -> claim.mayClaim(session)) : claiming.stream();
        return possible.anyMatch(claim ->
                        claim.app().equals(self.app()) && claim.revision().equals(self.revision()))
                ? Owner.REVISION
                : Owner.OTHER;
    }

    /** Whether an error of this database is nobody's that we know of: a pod that has just started may not have been seen yet. */
    public boolean unclaimed(DatabaseError error) {
        return owner(error) != Owner.NOBODY
                && error.origin() == DatabaseError.Origin.SERVER
                && !self.claims(error.session())
                && others.stream().noneMatch(claim -> claim.claims(error.session()));
    }

    /** Whether an error of that owner closes this gate. */
    public static boolean counts(Owner owner, WatchScope scope) {
        return switch (owner) {
            case POD -> true;
            case REVISION -> scope != WatchScope.POD;
            case OTHER -> scope == WatchScope.DATABASE;
            case NOBODY -> false;
        };
    }

    /** {@code gate.watch.ignore}: application names, where {@code *} stands for anything, and {@code /patterns/} of messages. */
    public record Ignore(List<Pattern> applications, List<Pattern> messages) {

        public static Ignore of(List<String> entries) {
            return new Ignore(
                    entries.stream()
                            .filter(entry -> !isPattern(entry))
                            .map(entry -> Pattern.compile(Pattern.quote(entry).replace("*", "\\E.*\\Q")))
                            .toList(),
                    entries.stream()
                            .filter(Ignore::isPattern)
                            .map(entry -> Pattern.compile(entry.substring(1, entry.length() - 1)))
                            .toList());
        }

        private static boolean isPattern(String entry) {
            return entry.length() > 2 && entry.startsWith("/") && entry.endsWith("/");
        }

        boolean matches(DatabaseError error) {
            return applications.stream()
                            .anyMatch(p -> p.matcher(error.applicationName()).matches())
                    || messages.stream()
                            .anyMatch(p -> p.matcher(error.message()).find());
        }
    }
}
