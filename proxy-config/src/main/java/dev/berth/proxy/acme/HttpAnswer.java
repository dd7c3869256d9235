package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key authorization of a token that is shown at the moment (RFC 8555 section 8.3), exactly and nothing around it.
 * Every other request is answered 404 with nothing. One request a connection.
 */
final class HttpAnswer implements Listener.Answer {
    private static final int LONGEST_REQUEST = 8192;
    private static final String END = "\r\n\r\n";
    private static final Pattern QUESTION =
            Pattern.compile("(GET|HEAD) /\\.well-known/acme-challenge/([A-Za-z0-9_-]{1,256}) HTTP/1\\.[01]\r\n");

    private final ChallengeBoard board;

    HttpAnswer(ChallengeBoard board) {
        this.board = board;
    }

    @Override
    public void to(Socket connection) throws IOException {
        String request = request(connection.getInputStream());
        Matcher question = QUESTION.matcher(request);
        boolean asked = request.endsWith(END) && question.lookingAt();
        Optional<String> authorization = asked ? board.authorization(question.group(2)) : Optional.empty();
        String answer =
                authorization.map(text -> found(text, question.group(1))).orElse(head("404 Not Found", 0));
        connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
        connection.shutdownOutput();
        // What is left unread when a connection closes would reset it, and the answer might be lost.
        connection.getInputStream().readNBytes(LONGEST_REQUEST);
    }

    private static String found(String authorization, String method) {
        String head = head("200 OK", authorization.getBytes(ISO_8859_1).length);
        return method.equals("HEAD") ? head : head + authorization;
    }

    private static String head(String status, int length) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Length: " + length
                + "\r\nCache-Control: no-store\r\nConnection: close" + END;
    }

    /** Up to the end of the headers, or as much as anybody may say. */
    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        byte[] piece = new byte[1024];
        while (request.size() < LONGEST_REQUEST) {
            int read = in.read(piece);
            if (read < 0) {
                break;
            }
            request.write(piece, 0, read);
            String text = request.toString(ISO_8859_1);
            int end = text.indexOf(END);
            if (end >= 0) {
                return text.substring(0, end + END.length());
            }
        }
        return request.toString(ISO_8859_1);
    }
}
