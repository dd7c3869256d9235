package dev.berth.core.reconcile;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.LogLine;
import dev.berth.core.release.InstanceName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine that keeps what an instance printed last before it removes it. */
final class LastWords {
    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);
    private static final int LINES = 1_000;

    private LastWords() {}

    /** The same engine, keeping the last words of what a deployment (or, without one, healing) removes. */
    static Engine keeping(World world, OptionalLong deployment, String cause) {
        Engine engine = world.engine();
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (self, method, arguments) -> {
                    if (method.getName().equals("remove")) {
                        keep(world, (InstanceName) arguments[0], deployment, cause);
                    }
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void keep(World world, InstanceName instance, OptionalLong deployment, String cause) {
        try {
            List<LogLine> lines = world.engine().tail(instance, LINES);
            if (!lines.isEmpty()) {
                world.store()
                        .endedLogs()
                        .add(
                                instance.release().project(),
                                instance.release().application(),
                                instance.toString(),
                                deployment,
                                cause,
                                lines);
            }
        } catch (EngineException e) {
            // The removal itself decides what an engine that says no means.
            LOG.warn("the last lines of {} could not be kept: {}", instance, e.getMessage());
        }
    }
}
