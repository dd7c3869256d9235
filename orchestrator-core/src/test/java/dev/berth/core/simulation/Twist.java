package dev.berth.core.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** Does one method of a port otherwise. */
interface Twist {
    /** @param right the method as it was */
    Object call(Object[] arguments, Function<Object[], Object> right);

    static <T> T of(Class<T> port, T right, String twisted, Twist twist) {
        return port.cast(Proxy.newProxyInstance(
                Twist.class.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    Function<Object[], Object> original = given -> {
                        try {
                            return method.invoke(right, given);
                        } catch (InvocationTargetException e) {
                            throw unchecked(e.getCause());
                        } catch (IllegalAccessException e) {
                            throw new IllegalStateException(e);
                        }
                    };
                    return method.getName().equals(twisted)
                            ? twist.call(arguments, original)
                            : original.apply(arguments);
                }));
    }

    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return (RuntimeException) e;
    }
}
