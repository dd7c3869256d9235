package dev.berth.api.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Speaks HTTP/1.1 with the daemon over a bare socket: a client from a library takes longer to load than to answer. */
final class ApiClient {
    private static final int CONNECT_MILLISECONDS = 10_000;

    private final DaemonAddress address;
    private final AccessToken token;

    ApiClient(DaemonAddress address, AccessToken token) {
        this.address = address;
        this.token = token;
    }

    DaemonAddress address() {
        return address;
    }

    AccessToken token() {
        return token;
    }

    /** @throws CommandFailure when there is no daemon, or it ends in the middle */
    ApiAnswer send(ApiRequest request) {
        Socket socket;
        try {
            socket = connect(request.silence());
        } catch (IOException e) {
            throw unreachable(e);
        }
        try {
            return exchange(socket, request);
        } catch (IOException e) {
            throw CommandFailure.world("the daemon at " + address + " ended the connection without an answer: "
                    + words(e) + "\nfix: see its log, or ask it: berth doctor");
        }
    }

    /** As {@link #send}, for one that tries again by itself. */
    ApiAnswer trySend(ApiRequest request) throws IOException {
        return exchange(connect(request.silence()), request);
    }

    private ApiAnswer exchange(Socket socket, ApiRequest request) throws IOException {
        boolean answered = false;
        try {
            IOException unsent = null;
            try {
                request.writeTo(socket.getOutputStream(), address.prefix(), head());
            } catch (IOException e) {
                unsent = e; // one who refuses a long body answers before it has read all of it
            }
            ApiAnswer answer = readAnswer(socket, request, unsent);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                socket.close();
            }
        }
    }

    private static ApiAnswer readAnswer(Socket socket, ApiRequest request, IOException unsent) throws IOException {
        try {
            return ApiAnswer.read(socket, request.method().equals("HEAD"));
        } catch (IOException e) {
            throw unsent == null ? e : unsent;
        }
    }

    private String head() {
        String authorization = token.value().isEmpty() ? "" : "Authorization: Bearer " + token.value() + "\r\n";
        return "Host: " + address.authority() + "\r\n" + authorization;
    }

    private Socket connect(int silence) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            InetAddress host = InetAddress.getByName(address.socketHost());
            socket.connect(new InetSocketAddress(host, address.port()), CONNECT_MILLISECONDS);
            socket.setSoTimeout(silence);
            if (token.isOfThisMachine()) {
                requireOwnDaemon(socket);
            }
            return address.tls() ? TlsSocket.over(socket, address) : socket;
        } catch (IOException | CommandFailure e) {
            socket.close();
            throw e;
        }
    }

    /** Nobody named the token that is about to be sent, so it goes to nobody but the daemon that wrote it. */
    private void requireOwnDaemon(Socket socket) {
        InetAddress host = socket.getInetAddress();
        if (!host.isLoopbackAddress() && !host.equals(socket.getLocalAddress())) {
            throw CommandFailure.input("BERTH_TOKEN is not set, and " + token.origin()
                    + " is for this machine's own daemon: it is not sent to " + address
                    + "\nfix: set BERTH_TOKEN to a token of that daemon");
        }
        int stranger = address.tls() ? -1 : Listeners.ofThisMachine().stranger(host, address.port(), token.owner());
        if (stranger >= 0) {
            throw CommandFailure.world("what listens at " + address + " is not the daemon that wrote " + token.origin()
                    + " but belongs to user " + stranger + "; the token was not sent"
                    + "\nfix: end that process and start the daemon, or set BERTH_URL to where it is");
        }
    }

    private CommandFailure unreachable(IOException e) {
        return CommandFailure.world("cannot reach the Berth daemon at " + address + ": " + words(e)
                + "\nfix: start it with ./berth daemon, or set BERTH_URL to where it is");
    }

    /** The system's words, shortened to what a user needs. */
    static String words(IOException e) {
        if (e instanceof UnknownHostException) {
            return "there is no host of that name";
        }
        if (e instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e instanceof ConnectException && message.startsWith("Connection refused")
                ? "connection refused"
                : message;
    }
}
