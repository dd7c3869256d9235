package dev.berth.api.cli;

import java.io.IOException;

/** Sends what is typed or piped in to a command; ends with the program, as a read of a terminal cannot be ended. */
final class ExecInput extends Thread {
    private static final int STDIN = 0;
    private static final int END = 5;

    private final Console console;
    private final WebSocket socket;

    ExecInput(Console console, WebSocket socket) {
        super("exec input");
        this.console = console;
        this.socket = socket;
        setDaemon(true);
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int count = console.input().read(buffer);
                    count >= 0;
                    count = console.input().read(buffer)) {
                socket.send(message(STDIN, buffer, count));
            }
            socket.send(message(END, buffer, 0));
        } catch (IOException e) {
            return; // the reader of the same connection notices it and tells
        }
    }

    private static byte[] message(int kind, byte[] content, int length) {
        byte[] message = new byte[length + 1];
        message[0] = (byte) kind;
        System.arraycopy(content, 0, message, 1, length);
        return message;
    }
}
