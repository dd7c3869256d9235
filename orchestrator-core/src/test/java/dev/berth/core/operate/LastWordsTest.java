package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LastWordsTest {
    private final AtomicInteger asked = new AtomicInteger();

    /** @param minute at which it ended */
    private static ObservedInstance ended(int slot, int minute) {
        ReleaseName release = new ReleaseName(ProjectName.of("shop"), ApplicationName.of("web"), "aaaaaaaa");
        return new ObservedInstance(
                new InstanceName(release, slot),
                "v1",
                InstanceState.EXITED,
                OptionalInt.of(3),
                false,
                Optional.empty(),
                Optional.of(Instant.EPOCH.plusSeconds(60L * minute)),
                0,
                true,
                true,
                Optional.empty(),
                Resources.DEFAULT,
                "no",
                false,
                "sha256:web",
                Optional.empty(),
                List.of(),
                List.of());
    }

    @Test
    void theEngineIsAskedOnceForEachEnd() {
        LastWords words = new LastWords(name -> name.slot() + " of " + asked.incrementAndGet());
        assertEquals("1 of 1", words.of(ended(1, 0)));
        assertEquals("1 of 1", words.of(ended(1, 0)));
        assertEquals("2 of 2", words.of(ended(2, 0)));
        assertEquals("1 of 3", words.of(ended(1, 5)));
        assertEquals("1 of 3", words.of(ended(1, 5)));
    }

    @Test
    void anEngineThatRefusesIsAskedAgainTheNextTime() {
        LastWords words = new LastWords(name -> {
            if (asked.incrementAndGet() == 1) {
                throw new EngineException(EngineException.Kind.UNREACHABLE, "away");
            }
            return "bye";
        });
        assertEquals("", words.of(ended(1, 0)));
        assertEquals("bye", words.of(ended(1, 0)));
    }

    @Test
    void anEngineThatDoesNotAnswerHoldsNobodyUpForLong() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(20);
        LastWords words = new LastWords(name -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new EngineException(EngineException.Kind.INTERRUPTED, "interrupted", e);
            }
            answered.countDown();
            return "bye";
        });
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int slot = 1; slot <= 20; slot++) {
                assertEquals("", words.of(ended(slot, 0)));
            }
        });
        answer.countDown();
        answered.await();
        assertEquals("bye", words.of(ended(20, 0)));
    }
}
