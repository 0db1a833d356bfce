package dev.schemagate.pod;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.schemagate.config.GateConfig;

/** Who this pod is among all pods of its app. */
public record PodIdentity(String app, String pod, String revision) {

    public static PodIdentity of(GateConfig config) {
        return new PodIdentity(config.app(), config.pod().orElseGet(PodIdentity::hostName), config.revision());
    }

    private static String hostName() {
        String variable = System.getenv("HOSTNAME");
        if (variable != null && !variable.isBlank()) {
            return variable;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
