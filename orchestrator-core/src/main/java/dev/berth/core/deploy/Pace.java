package dev.berth.core.deploy;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the check of an instance may take while it is watched: what hangs is to be found soon, while one that is slow by
 * nature is not sick. So it goes by how long it took when it passed last. Never longer than the check's own timeout.
 */
final class Pace {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration SECOND = Duration.ofMillis(800);
    private static final int KEPT = 1_000;

    /** Of the instances that passed last, and no more of them than may be watched at one time. */
    private final Map<InstanceName, Duration> passed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceName, Duration> eldest) {
            return size() > KEPT;
        }
    };

    synchronized void passed(InstanceName instance, Duration took) {
        passed.put(instance, took);
    }

    HealthCheck first(InstanceName instance, HealthCheck check) {
        return within(check, longer(FIRST, usual(instance).multipliedBy(3)));
    }

    /** The look that decides, soon after one that failed. */
    HealthCheck second(InstanceName instance, HealthCheck check) {
        return within(check, longer(SECOND, usual(instance).multipliedBy(2)));
    }

    private synchronized Duration usual(InstanceName instance) {
        return passed.getOrDefault(instance, Duration.ZERO);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static HealthCheck within(HealthCheck check, Duration time) {
        return check.timeout().compareTo(time) <= 0
                ? check
                : new HealthCheck(check.probe(), check.interval(), time, check.retries(), check.startPeriod());
    }
}
