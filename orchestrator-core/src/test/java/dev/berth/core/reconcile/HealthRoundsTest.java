package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose checks hang, and who waits for that. */
final class HealthRoundsTest {
    private static final int SHARE = 8;

    /** A project of so many instances, each of which is asked once; so many of the questions are answered. */
    private static final class Project implements HealthRounds.Questions {
        final CountDownLatch asked;
        final Semaphore answers;
        private int left;
        private int underWay;
        private int most;

        Project(int instances, int answers) {
            this.left = instances;
            this.asked = new CountDownLatch(instances);
            this.answers = new Semaphore(answers);
        }

        static Project hanging(int instances) {
            return new Project(instances, 0);
        }

        static Project answering(int instances) {
            return new Project(instances, instances);
        }

        @Override
        public synchronized List<Runnable> due(int atMost) {
            int count = Math.min(left, Math.max(0, atMost));
            left -= count;
            return IntStream.range(0, count).<Runnable>mapToObj(i -> this::ask).toList();
        }

        @Override
        public synchronized Optional<Duration> pause() {
            return left == 0 ? Optional.empty() : Optional.of(Duration.ZERO);
        }

        private void ask() {
            count(1);
            asked.countDown();
            try {
                answers.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                count(-1);
            }
        }

        private synchronized void count(int more) {
            underWay += more;
            most = Math.max(most, underWay);
        }

        synchronized int most() {
            return most;
        }

        /** Whether each was asked at last. */
        boolean allAsked() throws InterruptedException {
            return asked.await(20, TimeUnit.SECONDS);
        }
    }

    private final List<Project> projects = new ArrayList<>();
    private final HealthRounds rounds = new HealthRounds(() -> List.copyOf(projects), Timekeeper.system());

    @AfterEach
    void close() {
        rounds.close();
    }

    private void start(Project... all) {
        projects.addAll(List.of(all));
        rounds.start();
    }

    @Test
    void aProjectWhoseChecksHangDelaysNoOthers() throws InterruptedException {
        Project hanging = Project.hanging(100);
        Project other = Project.answering(30);
        start(hanging, other);
        assertTrue(other.allAsked(), "it was asked " + (30 - other.asked.getCount()) + " times");
        assertTrue(hanging.most() <= SHARE, "at once: " + hanging.most());
    }

    @Test
    void itsOwnComeAsSoonAsOthersOfItHaveAnswered() throws InterruptedException {
        Project slow = Project.hanging(20);
        start(slow);
        slow.answers.release(20);
        assertTrue(slow.allAsked());
        assertTrue(slow.most() <= SHARE, "at once: " + slow.most());
    }

    @Test
    void severalThatHangLeaveRoomForOthersToo() throws InterruptedException {
        Project other = Project.answering(5);
        start(Project.hanging(9), Project.hanging(9), Project.hanging(9), Project.hanging(9), other);
        assertTrue(other.allAsked());
    }
}
