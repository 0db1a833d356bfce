package dev.schemagate.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The API's certificate is checked against the mounted ones, as they are at the moment. */
class SecuredApiTest {

    private static final String SECRET = "changeit";

    @TempDir
    Path folder;

    @Test
    void trusts_whom_the_mounted_certificates_say() throws Exception {
        certificate("api");
        certificate("other");
        Path mounted = folder.resolve("ca.crt");
        Files.copy(folder.resolve("api.pem"), mounted);
        try (TestCluster cluster = new TestCluster(folder, address -> {
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context("api")));
            return server;
        })) {
            cluster.start("web-1", "app");
            KubernetesApi api = new KubernetesApi(new Cluster(
                    URI.create("https://127.0.0.1:" + cluster.port()),
                    folder.resolve("token"),
                    mounted,
                    TestCluster.NAMESPACE));
            assertThat(ask(api)).isEmpty();

            Files.copy(folder.resolve("other.pem"), mounted, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> ask(api)).isInstanceOf(SSLHandshakeException.class);

            Files.writeString(mounted, "no certificate");
            assertThatThrownBy(() -> ask(api)).isInstanceOf(IOException.class).hasMessageContaining("ca.crt");
        }
    }

    private static String ask(KubernetesApi api) throws IOException {
        try (KubernetesApi.Answer answer =
                api.get("/api/v1/namespaces/apps/pods/web-1/log?timestamps=true", Duration.ofSeconds(10))) {
            return new String(answer.body().readAllBytes());
        }
    }

    /** A key and a certificate for the loopback address, by the JDK's own tool. */
    private void certificate(String name) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc=ca:true",
                "-keystore",
                folder.resolve(name + ".p12").toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                folder.resolve(name + ".p12").toString(),
                "-file",
                folder.resolve(name + ".pem").toString());
    }

    private static void keytool(String... arguments) throws Exception {
        java.util.List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(arguments));
        command.addAll(java.util.List.of("-storepass", SECRET));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private SSLContext context(String name) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, SECRET.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, SECRET.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
