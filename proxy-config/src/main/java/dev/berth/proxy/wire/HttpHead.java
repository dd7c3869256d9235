package dev.berth.proxy.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How an answer begins (RFC 9112): all that is to be known of one whose body may never end.
 *
 * @param length of the body, where it is told
 */
public record HttpHead(int status, OptionalLong length) {
    private static final int LONGEST = 1 << 16;
    private static final String LENGTH = "content-length:";

    /**
     * Sends one GET and reads to the end of the answer's head; what comes then is the body.
     *
     * @param target path and query in ASCII
     * @throws IOException also when what answers does not speak HTTP
     */
    public static HttpHead ask(OutputStream out, InputStream in, String host, String target) throws IOException {
        String request = "GET " + target + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: berth\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        HttpHead head = read(in);
        while (head.status < 200 && head.status != 101) {
            head = read(in); // so far, only word that the answer is on its way
        }
        return head;
    }

    private static HttpHead read(InputStream in) throws IOException {
        String first = line(in, LONGEST);
        if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new IOException("what answers does not speak HTTP");
        }
        OptionalLong length = OptionalLong.empty();
        int left = LONGEST - first.length();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            left -= line.length();
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = length(line.substring(LENGTH.length()).strip());
            }
        }
        return new HttpHead(Integer.parseInt(first.substring(9, 12)), length);
    }

    private static OptionalLong length(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static String line(InputStream in, int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended before an answer");
            }
            if (line.length() >= longest) {
                throw new IOException("the answer's head is longer than " + LONGEST + " bytes");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
