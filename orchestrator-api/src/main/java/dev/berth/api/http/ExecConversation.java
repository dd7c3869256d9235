package dev.berth.api.http;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ExecSession;
import dev.berth.core.engine.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command running in an instance, and the web socket of who asked for it. */
final class ExecConversation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecConversation.class);
    private static final int NO_EXIT_CODE = 255;

    private final ExecSession command;
    private final Session socket;
    private final Permission permission;
    private final Thread thread;

    /** @param permission of who asked for it */
    ExecConversation(ExecSession command, Session socket, Permission permission, String name) {
        this.command = command;
        this.socket = socket;
        this.permission = permission;
        this.thread = new Thread(this::run, "exec " + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            converse();
        } catch (UncheckedIOException e) {
            LOG.debug("nobody waits for the command any more", e);
        } finally {
            socket.close();
        }
    }

    private void converse() {
        try (command) {
            send(ExecFrame.exit(command.run(this::output)));
        } catch (EngineException e) {
            send(ExecFrame.of(ExecFrame.ERROR, (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8)));
            send(ExecFrame.exit(NO_EXIT_CODE));
        }
    }

    private void output(LogLine.Stream stream, byte[] bytes) {
        if (!permission.holds()) {
            throw new UncheckedIOException(new IOException("the reader may not read any more"));
        }
        send(ExecFrame.of(stream == LogLine.Stream.ERR ? ExecFrame.ERROR : ExecFrame.OUTPUT, bytes));
    }

    /** Waits until the bytes are on their way, so that a slow reader slows the command. */
    private void send(ByteBuffer frame) {
        Callback.Completable sent = new Callback.Completable();
        socket.sendBinary(frame, sent);
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException("the reader is gone", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** What came from the client; other kinds of message are skipped. */
    void receive(ByteBuffer frame) throws IOException {
        if (!frame.hasRemaining()) {
            return;
        }
        if (!permission.holds()) {
            close();
            return;
        }
        byte kind = frame.get();
        byte[] content = new byte[frame.remaining()];
        frame.get(content);
        if (kind == ExecFrame.INPUT) {
            command.input().write(content);
            command.input().flush();
        } else if (kind == ExecFrame.RESIZE) {
            TerminalSize.of(new String(content, StandardCharsets.US_ASCII)).ifPresent(this::resize);
        } else if (kind == ExecFrame.END_OF_INPUT) {
            command.input().close();
        }
    }

    void resize(TerminalSize size) {
        try {
            command.resize(size.columns(), size.rows());
        } catch (EngineException e) {
            // It has only just begun, or has ended: a terminal of another size is no reason to end a command.
            LOG.debug("a terminal keeps its size", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        command.close();
    }
}
