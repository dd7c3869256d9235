package dev.berth.core.docker;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts the questions of health checks to instances. */
final class DockerProbes {
    private static final int LONGEST_WORDS = 500;

    private final DockerApi api;
    private final EngineNames names;
    private final DockerInstances instances;
    private final Timekeeper time;

    DockerProbes(DockerApi api, EngineNames names, DockerInstances instances, Timekeeper time) {
        this.api = api;
        this.names = names;
        this.instances = instances;
        this.time = time;
    }

    ProbeResult probe(InstanceName instance, HealthCheck check) {
        Optional<ContainerObservation> found;
        try {
            found = instances.find(instance);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.FOREIGN) {
                return new ProbeResult.Missing();
            }
            throw e;
        }
        if (found.isEmpty()) {
            return new ProbeResult.Missing();
        }
        ContainerObservation container = found.get();
        InstanceState state = container.state();
        if (state == InstanceState.CREATED) {
            return new ProbeResult.Failing("it was made but not started");
        }
        if (state == InstanceState.PAUSED) {
            return new ProbeResult.Failing("it is paused");
        }
        if (state != InstanceState.RUNNING) {
            return new ProbeResult.Ended(OptionalInt.of(container.exitCode()), container.oomKilled());
        }
        HealthCheck.Probe probe = check.probe();
        if (probe instanceof HealthCheck.Running running) {
            return running(container, running);
        }
        if (probe instanceof HealthCheck.Command command) {
            return command(instance, container, command, check.timeout());
        }
        Optional<String> address =
                container.address(names.network(instance.release().project()));
        if (address.isEmpty()) {
            return new ProbeResult.Failing("it is not on its project's network");
        }
        ProbeResult result = probe instanceof HealthCheck.Http http
                ? http(address.get(), http, check.timeout())
                : tcp(address.get(), (HealthCheck.Tcp) probe, check.timeout());
        return result instanceof ProbeResult.Failing ? endedMeanwhile(instance).orElse(result) : result;
    }

    /** What has ended is at no address any more, and whoever asks there waits in vain: that it ended says more. */
    private Optional<ProbeResult> endedMeanwhile(InstanceName instance) {
        return instances
                .find(instance)
                .filter(container -> container.state() == InstanceState.EXITED)
                .map(container -> new ProbeResult.Ended(OptionalInt.of(container.exitCode()), container.oomKilled()));
    }

    private ProbeResult running(ContainerObservation container, HealthCheck.Running running) {
        Instant started = container.startedAt().orElse(Instant.EPOCH);
        Duration ran = Duration.between(started, time.now());
        return ran.compareTo(running.stable()) >= 0
                ? new ProbeResult.Healthy()
                : new ProbeResult.Failing("it has run for " + Math.max(0, ran.toSeconds()) + " s of "
                        + running.stable().toSeconds() + " s");
    }

    private ProbeResult command(
            InstanceName instance, ContainerObservation container, HealthCheck.Command command, Duration timeout) {
        StringBuilder printed = new StringBuilder();
        ExecRequest request = new ExecRequest(command.command(), false, false);
        try (DockerExec exec = DockerExec.start(api, container.id(), names.container(instance), request);
                Deadline deadline = new Deadline(api.alarms(), timeout)) {
            try {
                int code = exec.run((stream, bytes) -> {
                    if (printed.length() < LONGEST_WORDS) {
                        printed.append(new String(bytes, StandardCharsets.UTF_8));
                    }
                });
                return code == 0
                        ? new ProbeResult.Healthy()
                        : new ProbeResult.Failing(command.command() + " ended with code " + code + said(printed));
            } catch (EngineException e) {
                if (!deadline.expired()) {
                    throw e;
                }
                deadline.end();
                exec.kill();
                return new ProbeResult.Failing(
                        command.command() + " did not end within " + timeout.toMillis() + " ms" + said(printed));
            }
        } catch (EngineException e) {
            // It ended between the look and the question, or the command is not there.
            if (e.kind() == EngineException.Kind.REFUSED || e.kind() == EngineException.Kind.NOT_FOUND) {
                return new ProbeResult.Failing(e.getMessage());
            }
            throw e;
        }
    }

    private static String said(StringBuilder printed) {
        String words = printed.toString().strip();
        return words.isEmpty() ? "" : ": " + words.substring(0, Math.min(LONGEST_WORDS, words.length()));
    }

    private static ProbeResult http(String address, HealthCheck.Http http, Duration timeout) {
        String what = "GET " + http.path() + " on port " + http.port();
        try {
            URI uri = URI.create("http://" + address + ":" + http.port() + http.path());
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(millis(timeout));
            connection.setReadTimeout(millis(timeout));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("User-Agent", "berth");
            try {
                int status = connection.getResponseCode();
                return status >= 200 && status < 400
                        ? new ProbeResult.Healthy()
                        : new ProbeResult.Failing(what + " answered " + status);
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException e) {
            return new ProbeResult.Failing(what + ": " + words(e));
        }
    }

    private static ProbeResult tcp(String address, HealthCheck.Tcp tcp, Duration timeout) {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(address, tcp.port()), millis(timeout));
            return new ProbeResult.Healthy();
        } catch (IOException e) {
            return new ProbeResult.Failing("port " + tcp.port() + ": " + words(e));
        }
    }

    private static int millis(Duration timeout) {
        return Math.toIntExact(Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis())));
    }

    private static String words(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
