import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Between gates and a server on port ARGUMENT 1: writes its own port to the file ARGUMENT 2, and ten times a second how many bytes the
 * server has sent to the file ARGUMENT 3.
 */
class Relay {

    public static void main(String[] arguments) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        AtomicLong sent = new AtomicLong();
        ServerSocket door = new ServerSocket(0, 200, loopback);
        begin(() -> {
            Path count = Path.of(arguments[2]);
            Path next = Path.of(arguments[2] + ".next");
            while (true) {
                Files.writeString(next, sent + "\n");
                Files.move(next, count, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                Thread.sleep(100);
            }
        });
        Files.writeString(Path.of(arguments[1]), door.getLocalPort() + "\n");
        while (true) {
            Socket gate = door.accept();
            Socket server = new Socket(loopback, Integer.parseInt(arguments[0]));
            gate.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            begin(() -> pump(gate, server, new AtomicLong()));
            begin(() -> pump(server, gate, sent));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void begin(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // One side has gone, and the other was told.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void pump(Socket from, Socket to, AtomicLong count) throws IOException {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] bytes = new byte[65_536];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                count.addAndGet(read);
                out.write(bytes, 0, read);
            }
        }
    }
}
