import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and the engine and writes down every request: milliseconds since 1970, method, path, a line
 * each.
 *
 * <p>usage: java EngineRelay.java LISTEN_SOCKET ENGINE_SOCKET LOG
 */
final class EngineRelay {
    private static final Pattern REQUEST = Pattern.compile("(?:^|\n)(GET|POST|PUT|DELETE|HEAD) (\\S+) HTTP/1\\.1\r");

    private EngineRelay() {}

    public static void main(String[] args) throws IOException {
        Path socket = Path.of(args[0]);
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                PrintWriter log = new PrintWriter(Files.newBufferedWriter(Path.of(args[2])), true)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(args[1]));
                thread(() -> copy(client, engine, log));
                thread(() -> copy(engine, client, null));
            }
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(null, work, "relay", 256 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    /** Until one side ends; then the other side's direction ends, too. */
    private static void copy(SocketChannel from, SocketChannel to, PrintWriter log) {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (log != null) {
                    note(StandardCharsets.ISO_8859_1.decode(buffer.duplicate()), log);
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void note(CharSequence sent, PrintWriter log) {
        Matcher request = REQUEST.matcher(sent);
        while (request.find()) {
            log.println(System.currentTimeMillis() + " " + request.group(1) + " " + request.group(2));
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("relay: " + e);
        }
    }
}
