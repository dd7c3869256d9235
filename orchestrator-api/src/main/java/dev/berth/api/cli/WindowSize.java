package dev.berth.api.cli;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/**
 * Tells a command when its terminal changes its size. The signal is reached by reflection: its class is outside of what
 * Java promises, and a Java without it only loses this.
 */
final class WindowSize implements InvocationHandler {
    private static final char RESIZE = 3;

    private final WebSocket socket;

    WindowSize(WebSocket socket) {
        this.socket = socket;
    }

    static void onChange(WindowSize handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(WindowSize.class.getClassLoader(), new Class<?>[] {type}, handler);
            signal.getMethod("handle", signal, type)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), proxy);
        } catch (ReflectiveOperationException e) {
            return; // then the size stays that of the beginning
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws IOException {
        if (method.getName().equals("handle")) {
            int[] size = TerminalMode.size();
            socket.send((RESIZE + "" + size[0] + "x" + size[1]).getBytes(StandardCharsets.US_ASCII));
            return null;
        }
        return method.getName().equals("hashCode") ? (Object) System.identityHashCode(this) : proxy == arguments[0];
    }
}
