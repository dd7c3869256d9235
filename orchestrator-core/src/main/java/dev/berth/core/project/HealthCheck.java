package dev.berth.core.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to tell that an instance works. Times as in the Compose Specification.
 *
 * @param retries how many failures in a row make a running instance unhealthy
 * @param startPeriod how long failures after the start do not count
 */
public record HealthCheck(Probe probe, Duration interval, Duration timeout, int retries, Duration startPeriod) {
    /** How long an instance may take after its start until it counts as unhealthy. */
    public Duration longest() {
        return startPeriod.plus(interval.multipliedBy(retries));
    }

    /** Its probe, when it is a GET on that port: no other could a proxy put, which knows an instance by this port only. */
    public Optional<Http> httpOn(int port) {
        return probe instanceof Http http && http.port() == port ? Optional.of(http) : Optional.empty();
    }

    /** One question put to an instance. */
    public sealed interface Probe {}

    /** A GET by the daemon on the instance's own address; 2xx and 3xx are healthy. */
    public record Http(int port, String path) implements Probe {}

    /** A TCP connection by the daemon to the instance's own address. */
    public record Tcp(int port) implements Probe {}

    /** A command inside the instance; exit code 0 is healthy. */
    public record Command(List<String> command) implements Probe {
        public Command {
            command = List.copyOf(command);
        }
    }

    /** Runs without interruption for {@code stable}: all that can be asked of one that listens nowhere. */
    public record Running(Duration stable) implements Probe {}
}
