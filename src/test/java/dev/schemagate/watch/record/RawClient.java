package dev.schemagate.watch.record;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A session over PostgreSQL's own protocol (PostgreSQL docs 55.2), since a driver refuses or rewrites the names that are tried here. */
final class RawClient implements AutoCloseable {

    private static final int PROTOCOL = 196_608;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawClient(SocketAddress address, String user, String database, String application) throws IOException {
        channel = SocketChannel.open(address);
        in = new DataInputStream(Channels.newInputStream(channel));
        out = new DataOutputStream(Channels.newOutputStream(channel));
        ByteArrayOutputStream parameters = new ByteArrayOutputStream();
        for (Map.Entry<String, String> parameter : Map.of(
                        "user", user, "database", database, "application_name", application, "client_encoding", "UTF8")
                .entrySet()) {
            parameters.write(text(parameter.getKey()));
            parameters.write(text(parameter.getValue()));
        }
        parameters.write(0);
        out.writeInt(8 + parameters.size());
        out.writeInt(PROTOCOL);
        parameters.writeTo(out);
        out.flush();
        String error = untilReady();
        if (!error.isEmpty()) {
            throw new IOException(error);
        }
    }

    /** Runs it; what the server says of an error, or nothing. */
    String run(String sql) throws IOException {
        byte[] query = text(sql);
        out.write('Q');
        out.writeInt(4 + query.length);
        out.write(query);
        out.flush();
        return untilReady();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private String untilReady() throws IOException {
        String error = "";
        while (true) {
            int type = in.readByte();
            byte[] body = in.readNBytes(in.readInt() - 4);
            if (type == 'E') {
                error = new String(body, StandardCharsets.UTF_8).replace('\0', ' ');
            }
            if (type == 'Z' || type == 'E' && error.startsWith("SFATAL")) {
                return error;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
