package dev.berth.core.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to the engine that both sides go on using after one request: the only way to tell a command the end of
 * its input, which HTTP clients cannot.
 */
final class HijackedConnection implements AutoCloseable {
    private static final int LONGEST_HEAD = 1 << 16;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    /** What the engine said to a request that it did not accept. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refusal(int status, String words) {
            super(words);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private HijackedConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = new ChannelInput(channel);
        this.out = new ChannelOutput(channel);
    }

    /** Sends one POST with a JSON body and takes the connection over. */
    static HijackedConnection open(URI host, String path, String json) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(host.getPath()));
            HijackedConnection connection = new HijackedConnection(channel);
            connection.ask(path, json.getBytes(StandardCharsets.UTF_8));
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Tells the other side that nothing more comes. */
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void ask(String path, byte[] body) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        String answer = head();
        int status = Integer.parseInt(answer.substring(9, 12));
        if (status != 101 && status != 200) {
            throw new Refusal(status, Call.words(status, in.readNBytes(length(answer))));
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new EOFException("the engine ended the connection");
            }
            head.append((char) next);
        }
        if (!head.toString().matches("(?s)HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("the engine answered no HTTP");
        }
        return head.toString();
    }

    private static int length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return 0;
    }
}
