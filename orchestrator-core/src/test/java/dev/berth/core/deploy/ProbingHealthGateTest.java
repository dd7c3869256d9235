package dev.berth.core.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.plan.HealthException;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.time.ManualTimekeeper;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How a release is watched, on a clock that passes only while somebody waits or is asked. */
final class ProbingHealthGateTest {
    private static final ReleaseName WEB =
            new ReleaseName(ProjectName.of("shop"), new ApplicationName("web"), "3f9c2a1b");
    private static final InstanceName FIRST = new InstanceName(WEB, 1);
    private static final InstanceName SECOND = new InstanceName(WEB, 2);
    private static final HealthCheck CHECK = new HealthCheck(
            new HealthCheck.Http(8000, "/health"), Duration.ofSeconds(30), Duration.ofSeconds(30), 3, Duration.ZERO);
    private static final ProbeResult HEALTHY = new ProbeResult.Healthy();
    private static final ProbeResult WRONG = new ProbeResult.Failing("GET /health on port 8000 answered 500");

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final Duration start = time.elapsed();
    private final List<Long> asked = new ArrayList<>();
    private final List<Long> timeouts = new ArrayList<>();

    private long now() {
        return time.elapsed().minus(start).toMillis();
    }

    /** An engine that is only asked how instances are, and what they printed last. */
    private static Engine engine(
            BiFunction<InstanceName, HealthCheck, ProbeResult> probe, Function<Duration, List<LogLine>> lastLines) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "probe" -> probe.apply((InstanceName) arguments[0], (HealthCheck) arguments[1]);
                        case "tail" -> lastLines.apply((Duration) arguments[2]);
                        default -> throw new IllegalStateException(method.getName());
                    };
                });
    }

    private ProbingHealthGate gate(BiFunction<InstanceName, HealthCheck, ProbeResult> probe) {
        return new ProbingHealthGate(engine(probe, within -> List.of()), time, 1);
    }

    /** A gate to an instance of which the n-th answer, from 0, takes so long. */
    private ProbingHealthGate answering(IntFunction<Duration> takes, IntFunction<ProbeResult> answers) {
        return gate((instance, check) -> {
            int n = asked.size();
            asked.add(now());
            timeouts.add(check.timeout().toMillis());
            Duration takesNow = takes.apply(n);
            boolean late = takesNow.compareTo(check.timeout()) > 0;
            time.pass(late ? check.timeout() : takesNow);
            return late
                    ? new ProbeResult.Failing(
                            "no answer within " + check.timeout().toMillis() + " ms")
                    : answers.apply(n);
        });
    }

    private static void watch(ProbingHealthGate gate, Duration monitor) {
        gate.watch(List.of(FIRST), Optional.of(CHECK), CHECK, monitor);
    }

    private static IntFunction<Duration> millis(long each) {
        return n -> Duration.ofMillis(each);
    }

    private static HealthException failure(ProbingHealthGate gate) {
        return assertThrows(HealthException.class, () -> watch(gate, Duration.ofSeconds(10)));
    }

    @Test
    void itIsAskedTwiceASecondHoweverLongTheAnswersTakeAndOnceMoreAtTheEnd() {
        watch(answering(millis(300), n -> HEALTHY), Duration.ofSeconds(2));
        assertEquals(List.of(0L, 500L, 1000L, 1500L, 2000L), asked);
    }

    @Test
    void whoeverIsRequiredToRunMayBeSickButNotOver() {
        gate((instance, check) -> HEALTHY).requireRunning(FIRST);
        gate((instance, check) -> WRONG).requireRunning(FIRST);
        HealthException failure = assertThrows(
                HealthException.class, () -> gate((instance, check) -> new ProbeResult.Ended(OptionalInt.of(4), false))
                        .requireRunning(FIRST));
        assertTrue(
                failure.getMessage().startsWith("shop-web-3f9c2a1b-1 ended with exit code 4; "), failure.getMessage());
        assertEquals(0, now());
    }

    @Test
    void oneWrongAnswerMayBeChance() {
        watch(answering(millis(0), n -> n == 1 ? WRONG : HEALTHY), Duration.ofSeconds(1));
        assertEquals(List.of(0L, 500L, 700L, 1000L), asked);
    }

    @Test
    void aSecondOneIsAFailureWithinASecond() {
        HealthException failure = failure(answering(millis(100), n -> n < 2 ? HEALTHY : WRONG));
        assertEquals(
                "shop-web-3f9c2a1b-1 was healthy, and then was not: GET /health on port 8000 answered 500; mend the"
                        + " application and apply again; it printed nothing",
                failure.getMessage());
        assertEquals(List.of(0L, 500L, 1000L, 1300L), asked);
        assertEquals(1400, now());
    }

    @Test
    void theOldReleaseDoesNotWaitForLastLinesThatCannotBeRead() {
        List<Duration> patience = new ArrayList<>();
        Engine engine = engine(
                (instance, check) -> {
                    asked.add(now());
                    return asked.size() < 2 ? HEALTHY : WRONG;
                },
                within -> {
                    patience.add(within);
                    throw new EngineException(EngineException.Kind.TIMED_OUT, "nothing within 300 ms");
                });
        HealthException failure = failure(new ProbingHealthGate(engine, time, 1));
        assertTrue(
                failure.getMessage().endsWith("; its last lines are not known: nothing within 300 ms"),
                failure.getMessage());
        assertEquals(List.of(Duration.ofMillis(300)), patience);
    }

    @Test
    void oneThatHangsIsGivenUpInThreeSecondsWhateverItsTimeout() {
        HealthException failure = failure(answering(n -> Duration.ofMillis(n < 2 ? 10 : 60_000), n -> HEALTHY));
        assertTrue(failure.getMessage().contains("and then was not: no answer within 800 ms"), failure.getMessage());
        assertEquals(List.of(2000L, 2000L, 2000L, 800L), timeouts);
        assertEquals(1000 + 3000, now());
    }

    @Test
    void aHealthyOneMayTakeASecondOnABusyMachineAndOnceMuchMore() {
        List<Long> takes = List.of(10L, 1000L, 10L, 2500L, 500L);
        ProbingHealthGate gate = answering(n -> Duration.ofMillis(n < takes.size() ? takes.get(n) : 10), n -> HEALTHY);
        watch(gate, Duration.ofSeconds(10));
        assertEquals(List.of(2000L, 2000L, 3000L, 2000L, 800L), timeouts.subList(0, 5));
    }

    @Test
    void noTimeoutIsLongerThanTheChecksOwn() {
        HealthCheck quick = new HealthCheck(
                CHECK.probe(), CHECK.interval(), Duration.ofMillis(300), CHECK.retries(), CHECK.startPeriod());
        ProbingHealthGate gate = answering(n -> Duration.ofMillis(n == 0 ? 10 : 60_000), n -> HEALTHY);
        assertThrows(
                HealthException.class,
                () -> gate.watch(List.of(FIRST), Optional.of(quick), quick, Duration.ofSeconds(10)));
        assertEquals(List.of(300L, 300L, 300L), timeouts);
    }

    @Test
    void oneThatIsSlowByNatureIsNotSick() {
        ProbingHealthGate gate = answering(n -> Duration.ofSeconds(n % 2 == 0 ? 5 : 9), n -> HEALTHY);
        gate.awaitHealthy(FIRST, Optional.of(CHECK), CHECK, Duration.ofMinutes(1));
        watch(gate, Duration.ofSeconds(20));
        assertEquals(List.of(30_000L, 15_000L, 27_000L, 15_000L), timeouts);
    }

    @Test
    void aLookThatEndsAfterTheEndIsTheLast() {
        watch(answering(millis(1900), n -> HEALTHY), Duration.ofSeconds(1));
        assertEquals(List.of(0L), asked);
    }

    @Test
    void itsLastLinesAreShownAndIfTheyCannotBeReadThatIsSaid() {
        Function<Supplier<List<LogLine>>, String> said = lines -> assertThrows(
                        HealthException.class,
                        () -> watch(
                                new ProbingHealthGate(
                                        engine((instance, check) -> WRONG, within -> lines.get()), time, 1),
                                Duration.ofSeconds(1)))
                .getMessage()
                .replaceFirst("(?s).*apply again", "");
        assertEquals(
                "; its last lines:\n  | no luck",
                said.apply(() -> List.of(new LogLine(Instant.EPOCH, LogLine.Stream.OUT, "no luck"))));
        assertEquals("; its last lines are not known: no answer", said.apply(() -> {
            throw new EngineException(EngineException.Kind.TIMED_OUT, "no answer");
        }));
    }

    private void watchBoth(BiFunction<InstanceName, HealthCheck, ProbeResult> probe) {
        new ProbingHealthGate(engine(probe, within -> List.of()), time, 2)
                .watch(List.of(FIRST, SECOND), Optional.of(CHECK), CHECK, Duration.ofSeconds(1));
    }

    @Test
    void replicasAreAskedAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);
        watchBoth((instance, check) -> {
            try {
                both.await(20, TimeUnit.SECONDS);
                return HEALTHY;
            } catch (Exception e) {
                throw new IllegalStateException("the other one is not asked meanwhile", e);
            }
        });
    }

    private static ProbeResult hang(CountDownLatch hangs, CompletableFuture<String> ended) {
        try {
            hangs.countDown();
            new CountDownLatch(1).await();
            return HEALTHY;
        } catch (InterruptedException e) {
            ended.complete("interrupted");
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "interrupted", e);
        }
    }

    @Test
    void oneThatFailsDoesNotWaitForOneThatHangs() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        CountDownLatch hangs = new CountDownLatch(1);
        HealthException failure = assertThrows(
                HealthException.class,
                () -> watchBoth((instance, check) -> {
                    if (instance.equals(FIRST)) {
                        return hang(hangs, ended);
                    }
                    await(hangs);
                    return WRONG;
                }));
        assertTrue(failure.getMessage().startsWith("shop-web-3f9c2a1b-2 was healthy"), failure.getMessage());
        assertEquals("interrupted", ended.get(20, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptEndsTheWatch() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        CompletableFuture<EngineException> outcome = new CompletableFuture<>();
        CountDownLatch hangs = new CountDownLatch(2);
        Thread watching = new Thread(() -> {
            try {
                watchBoth((instance, check) -> hang(hangs, ended));
            } catch (EngineException e) {
                outcome.complete(e);
            }
        });
        watching.start();
        await(hangs);
        watching.interrupt();
        assertEquals(
                EngineException.Kind.INTERRUPTED,
                outcome.get(20, TimeUnit.SECONDS).kind());
        assertEquals("interrupted", ended.get(20, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
