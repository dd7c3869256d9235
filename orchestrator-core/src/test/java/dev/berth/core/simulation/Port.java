package dev.berth.core.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;

/**
 * What stands between a daemon and one part of its world: every call goes as {@link Fate} says, and the {@link Invariants}
 * look before and after what may change anything.
 */
final class Port implements InvocationHandler {
    private static final Set<String> NO_CALL = Set.of("subscribe", "close", "toString", "hashCode", "equals");
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofSeconds(20);

    /**
     * How one part of the world behaves.
     *
     * @param changing names of the methods that may change it
     * @param refusal makes its exception of a reason
     * @param worksOn whether it goes on with what nobody waits for any more
     * @param halves names of the methods that can be half done
     * @param half does only the first half of a call of one of those
     */
    record Manner(Set<String> changing, Refusal refusal, boolean worksOn, Set<String> halves, Half half) {}

    /** Ends a call in its middle. */
    interface Half {
        void of(String method, Runnable whole);
    }

    /** Makes the exception of a port. */
    interface Refusal {
        RuntimeException because(String reason);
    }

    private final Object world;
    private final Manner manner;
    private final Scene scene;
    private final Invariants invariants;

    private Port(Object world, Manner manner, Scene scene, Invariants invariants) {
        this.world = world;
        this.manner = manner;
        this.scene = scene;
        this.invariants = invariants;
    }

    static <T> T of(Class<T> port, T world, Manner manner, Scene scene, Invariants invariants) {
        return port.cast(Proxy.newProxyInstance(
                Port.class.getClassLoader(), new Class<?>[] {port}, new Port(world, manner, scene, invariants)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (NO_CALL.contains(method.getName())) {
            return perform(method, arguments);
        }
        String call = method.getName() + (arguments == null ? "" : " " + arguments[0]);
        boolean changes = manner.changing.contains(method.getName());
        Mishap mishap = scene.fate().next(call);
        if (mishap == Mishap.REFUSED) {
            throw manner.refusal.because("made to fail: " + call);
        }
        if (mishap == Mishap.NEVER) {
            if (changes && manner.worksOn) {
                scene.belated().add(() -> {
                    invariants.late(method.getName(), arguments);
                    belatedly(method, arguments);
                });
            }
            scene.time().pass(DEADLINE);
            throw manner.refusal.because("no answer within " + DEADLINE.toSeconds() + " s: " + call);
        }
        Object answer = changes ? judged(method, arguments, mishap, call) : perform(method, arguments);
        if (mishap == Mishap.CRASH_AFTER || mishap == Mishap.CRASH_HALF) {
            scene.fate().die();
        }
        if (mishap == Mishap.SLOW) {
            scene.time().pass(LATE);
        }
        if (mishap == Mishap.LOST) {
            throw manner.refusal.because("the answer was lost: " + call);
        }
        invariants.heard(method.getName(), arguments);
        return answer;
    }

    private Object judged(Method method, Object[] arguments, Mishap mishap, String call) throws Throwable {
        scene.fate().changing(call);
        Invariants.Before before = invariants.before(method.getName(), arguments);
        try {
            if (mishap == Mishap.CRASH_HALF && manner.halves.contains(method.getName())) {
                manner.half.of(method.getName(), () -> belatedly(method, arguments));
                return mishap;
            }
            Object answer = perform(method, arguments);
            return mishap == Mishap.TWICE ? perform(method, arguments) : answer;
        } finally {
            invariants.after(before, call);
        }
    }

    /** Nobody hears any more what the world says to it. */
    private void belatedly(Method method, Object[] arguments) {
        try {
            perform(method, arguments);
        } catch (RuntimeException | Error e) {
            if (e instanceof Violation violation) {
                throw violation;
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Object perform(Method method, Object[] arguments) throws Throwable {
        try {
            Object answer = method.invoke(world, arguments);
            invariants.note(method.getName(), arguments, answer);
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
