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

/** One command running in an instance, and the web socket of who asked for it. */
final class ExecConversation implements AutoCloseable {
    private static final int NO_EXIT_CODE = 255;

    private final ExecSession command;
    private final Session socket;
    private final Thread thread;

    ExecConversation(ExecSession command, Session socket, String name) {
        this.command = command;
        this.socket = socket;
        this.thread = new Thread(this::run, "exec " + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (command) {
            send(ExecFrame.exit(command.run(this::output)));
        } catch (EngineException e) {
            send(ExecFrame.of(ExecFrame.ERROR, (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8)));
            send(ExecFrame.exit(NO_EXIT_CODE));
        } catch (UncheckedIOException e) {
            return;
        } finally {
            socket.close();
        }
    }

    private void output(LogLine.Stream stream, byte[] bytes) {
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
        command.resize(size.columns(), size.rows());
    }

    @Override
    public void close() {
        thread.interrupt();
        command.close();
    }
}
