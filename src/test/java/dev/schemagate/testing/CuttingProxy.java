package dev.schemagate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between one gate and PostgreSQL, counts the points at which either may be lost, and strikes at one of them: a request
 * that has not reached the server yet, or an answer that has not come back yet. Then all its connections end; later ones pass.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final TestDatabase database;
    private final int strikeAt;
    private final Runnable blow;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private int points;

    private CuttingProxy(TestDatabase database, int strikeAt, Runnable blow) throws IOException {
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.database = database;
        this.strikeAt = strikeAt;
        this.blow = blow;
        thread(this::welcome);
    }

    /** @param strikeAt the point, counted from 1; 0 strikes never. {@code blow} is struck while nothing moves. */
    public static CuttingProxy before(TestDatabase database, int strikeAt, Runnable blow) {
        try {
            return new CuttingProxy(database, strikeAt, blow);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return database.server().url(door.getLocalPort(), database.name());
    }

    /** How many points there have been so far. */
    public synchronized int points() {
        return points;
    }

    private void welcome() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server =
                    new Socket(database.server().host(), database.server().port());
            sockets.add(client);
            sockets.add(server);
            AtomicBoolean asked = new AtomicBoolean();
            thread(() -> pass(client, server, asked, true));
            thread(() -> pass(server, client, asked, false));
        }
    }

    /** A point is where the direction turns: the first bytes of a request, and the first of its answer. */
    private void pass(Socket from, Socket to, AtomicBoolean asked, boolean asking) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (asked.getAndSet(asking) != asking) {
                    point();
                }
                out.write(bytes, 0, n);
            }
        } finally {
            sockets.remove(from);
        }
    }

    private synchronized void point() throws IOException {
        if (++points == strikeAt) {
            blow.run();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Work that ends with its socket. */
    private interface Body {
        void run() throws IOException;
    }

    private static void thread(Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (IOException e) {
                        return;
                    }
                },
                "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
