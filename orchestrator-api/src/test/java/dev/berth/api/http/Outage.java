package dev.berth.api.http;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** An engine that can be away. */
public final class Outage implements InvocationHandler {
    private final Engine engine;
    private volatile boolean away;

    public Outage(Engine engine) {
        this.engine = engine;
    }

    public void begin() {
        away = true;
    }

    void end() {
        away = false;
    }

    public Engine engine() {
        return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (away && !method.getName().equals("close")) {
            throw new EngineException(
                    EngineException.Kind.UNREACHABLE, "cannot reach Docker at unix:///nowhere: connection refused");
        }
        try {
            return method.invoke(engine, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
