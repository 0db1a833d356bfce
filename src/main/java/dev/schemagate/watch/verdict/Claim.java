package dev.schemagate.watch.verdict;

import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;

/**
 * By what a live gate knows the errors of its pod.
 *
 * @param applicationName {@code gate.watch.application-name}; empty where the address decides
 * @param address of the pod as the server sees it; empty through a socket
 */
public record Claim(String app, String pod, String revision, String applicationName, String address) {

    /** Whether the session is one of this pod's. */
    public boolean claims(Session session) {
        String name = session.get(Field.APPLICATION_NAME);
        return applicationName.isEmpty()
                ? !address.isEmpty() && address.equals(session.get(Field.ADDRESS))
                : name != null && new ApplicationName(applicationName).names(name);
    }

    /** Whether the log does not tell what would say that the session is none of this pod's. */
    boolean mayClaim(Session session) {
        return applicationName.isEmpty()
                ? !address.isEmpty() && session.get(Field.ADDRESS) == null
                : session.get(Field.APPLICATION_NAME) == null;
    }
}
