package dev.berth.core.docker;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.wire.Dialogue;
import dev.berth.proxy.wire.HttpHead;
import java.io.IOException;
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
        ProbeResult result = overTheNetwork(instance, address.get(), probe, check.timeout());
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
                exec.kill(time);
                return new ProbeResult.Failing(
                        command.command() + " did not end within " + timeout.toMillis() + " ms" + said(printed));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DockerFailures.interrupted("end " + command.command(), e);
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

    private ProbeResult overTheNetwork(
            InstanceName instance, String address, HealthCheck.Probe probe, Duration timeout) {
        String what = probe instanceof HealthCheck.Http http
                ? "GET " + http.path() + " on port " + http.port()
                : "port " + ((HealthCheck.Tcp) probe).port();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            return Dialogue.within(
                    timeout,
                    socket,
                    () -> probe instanceof HealthCheck.Http http
                            ? http(socket, address, http, what)
                            : tcp(socket, address, (HealthCheck.Tcp) probe));
        } catch (IOException | IllegalArgumentException e) {
            return new ProbeResult.Failing(what + ": " + words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DockerFailures.interrupted("ask " + names.container(instance) + " how it is", e);
        }
    }

    private static ProbeResult http(Socket socket, String address, HealthCheck.Http http, String what)
            throws IOException {
        URI uri = URI.create("http://" + address + ":" + http.port() + http.path());
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        socket.connect(new InetSocketAddress(address, http.port()));
        int status = HttpHead.ask(
                        socket.getOutputStream(),
                        socket.getInputStream(),
                        address + ":" + http.port(),
                        URI.create(target).toASCIIString())
                .status();
        return status >= 200 && status < 400
                ? new ProbeResult.Healthy()
                : new ProbeResult.Failing(what + " answered " + status);
    }

    private static ProbeResult tcp(Socket socket, String address, HealthCheck.Tcp tcp) throws IOException {
        socket.connect(new InetSocketAddress(address, tcp.port()));
        return new ProbeResult.Healthy();
    }

    private static String words(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
