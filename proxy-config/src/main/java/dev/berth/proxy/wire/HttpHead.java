package dev.berth.proxy.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How an answer begins (RFC 9112): all that is to be known of one whose body may never end.
 *
 * @param fields by their names in lower case; of several with the same name the last
 */
public record HttpHead(int status, Map<String, String> fields) {
    private static final int LONGEST = 1 << 16;

    /**
     * Sends one GET and reads to the end of the answer's head; what comes then is the body.
     *
     * @param target path and query in ASCII
     * @param fields more of the request, each as it is written
     * @throws IOException also when what answers does not speak HTTP
     */
    public static HttpHead ask(OutputStream out, InputStream in, String host, String target, String... fields)
            throws IOException {
        StringBuilder more = new StringBuilder();
        List.of(fields).forEach(field -> more.append(field).append("\r\n"));
        return ask(out, in, "HTTP/1.1", host, target, more.toString());
    }

    /**
     * The same for an answer whose body comes as it is (HTTP/1.0) and ends with the connection, or by its length.
     *
     * @param authorization who asks, as the field of that name says it (RFC 9110 section 11.6.2)
     */
    public static HttpHead askPlainly(
            OutputStream out, InputStream in, String host, String target, String authorization) throws IOException {
        return ask(out, in, "HTTP/1.0", host, target, "Authorization: " + authorization + "\r\n");
    }

    private static HttpHead ask(
            OutputStream out, InputStream in, String version, String host, String target, String more)
            throws IOException {
        String request = "GET " + target + " " + version + "\r\nHost: " + host + "\r\n" + more
                + "User-Agent: berth\r\nAccept: */*\r\nConnection: close\r\n\r\n";
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
        Map<String, String> fields = new TreeMap<>();
        int left = LONGEST - first.length();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new HttpHead(Integer.parseInt(first.substring(9, 12)), fields);
    }

    /** Of the body, where it is told. */
    public OptionalLong length() {
        String text = fields.getOrDefault("content-length", "");
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
