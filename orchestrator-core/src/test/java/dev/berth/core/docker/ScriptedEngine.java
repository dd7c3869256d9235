package dev.berth.core.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An engine that answers as it is told, and falls silent in the middle of an answer. */
final class ScriptedEngine implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Map<String, String> answers = new LinkedHashMap<>();

    ScriptedEngine(Path directory) throws IOException {
        socket = directory.resolve("engine.sock");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        answers("GET /_ping", "{}");
        answers("GET /version", "{\"ApiVersion\": \"1.41\"}");
        thread(this::accept);
    }

    URI host() {
        return URI.create("unix://" + socket);
    }

    /** Answers such a request, by a part of its first line, with this JSON. */
    void answers(String request, String json) {
        put(
                request,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                        + json);
    }

    /** Begins to answer such a request with this, and then says nothing more. */
    void fallsSilent(String request, String beginning) {
        put(
                request,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(beginning.length())
                        + "\r\n" + beginning + "\r\n");
    }

    /** Does not even begin to answer such a request. */
    void saysNothing(String request) {
        put(request, "");
    }

    private synchronized void put(String request, String answer) {
        answers.put(request, answer);
    }

    private synchronized String answer(String request) {
        return answers.entrySet().stream()
                .filter(answer -> request.contains(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}");
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                thread(() -> converse(channel));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void converse(SocketChannel channel) {
        try (channel) {
            OutputStream out = new ChannelOutput(channel);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(new ChannelInput(channel), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.endsWith(" HTTP/1.1")) {
                    out.write(answer(line).getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // whoever asked has left, and this thread ends
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-engine");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
