package dev.schemagate.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.schemagate.config.GateConfig;

/**
 * Where the API is, and as whom it is asked: as the pod's service account where nothing else is set.
 *
 * @param token the file of the token; none is sent where it is not there
 * @param authority the certificates that the API's is checked against; the JDK's own where the file is not there
 * @param namespace whose pods are meant
 */
public record Cluster(URI url, Path token, Path authority, String namespace) {

    /** Tells where the cluster is, which may not be told at all. */
    public interface Access {
        Cluster cluster() throws IOException;
    }

    /** Where Kubernetes mounts the service account (Kubernetes docs, "Accessing the API from a Pod"). */
    private static final Path NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    /**
     * As configured, else the one that the gate runs in.
     *
     * @throws IOException where it runs in none, or the namespace cannot be told
     */
    public static Cluster of(GateConfig.Kubernetes config, Map<String, String> environment) throws IOException {
        URI url = config.url().isPresent() ? config.url().get() : inside(environment);
        return new Cluster(
                url,
                Path.of(config.tokenFile()),
                Path.of(config.caFile()),
                config.namespace().isPresent() ? config.namespace().get() : mountedNamespace());
    }

    private static URI inside(Map<String, String> environment) throws IOException {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        if (host.isEmpty()) {
            throw new IOException("this is no pod of a cluster: set gate.kubernetes.url");
        }
        String address = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("https://" + address + ":" + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
    }

    private static String mountedNamespace() throws IOException {
        try {
            return Files.readString(NAMESPACE).strip();
        } catch (IOException e) {
            throw new IOException("the pod's namespace is not mounted: set gate.kubernetes.namespace", e);
        }
    }
}
