package dev.schemagate.watch.verdict;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.schemagate.watch.record.DatabaseError;

/**
 * By what a live gate knows the errors of its pod.
 *
 * @param applicationName {@code gate.watch.application-name}; empty where the address decides
 * @param address of the pod as the server sees it; empty through a socket
 */
public record Claim(String app, String pod, String revision, String applicationName, String address) {

    /** NAMEDATALEN - 1: the server cuts a longer application_name. */
    static final int LONGEST_NAME = 63;

    /** Whether the session that failed is one of this pod's. */
    public boolean claims(DatabaseError error) {
        return applicationName.isEmpty()
                ? !address.isEmpty() && address.equals(error.remoteHost())
                : named(error.applicationName());
    }

    /** Equal, or followed by something that cannot belong to a pod's name: {@code web-1} is not {@code web-10}. */
    private boolean named(String given) {
        String key = cut(applicationName);
        if (!given.startsWith(key)) {
            return false;
        }
        return given.length() == key.length() || !isNamePart(given.charAt(key.length()));
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-';
    }

    static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_NAME) {
            return name;
        }
        int end = LONGEST_NAME;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }
}
