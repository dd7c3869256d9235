package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.ProjectName;
import dev.berth.core.time.Timekeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The reverse proxy's place on the networks of projects. */
final class DockerProxy {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final DockerNetworks networks;
    private final ProxyPlace place;
    private final Timekeeper time;
    private final ProxyConnections connections = new ProxyConnections(Path.of("/proc"));

    DockerProxy(
            DockerApi api,
            EngineNames names,
            Labels labels,
            DockerNetworks networks,
            ProxyPlace place,
            Timekeeper time) {
        this.api = api;
        this.names = names;
        this.labels = labels;
        this.networks = networks;
        this.place = place;
        this.time = time;
    }

    /** Attaches the proxy to a project's network. */
    void join(ProjectName project) {
        if (place instanceof ProxyPlace.None || project.equals(ProjectName.PROXY)) {
            return;
        }
        String network = networks.id(project)
                .orElseThrow(() -> new EngineException(
                        Kind.NOT_FOUND, "there is no network " + names.network(project) + " for the proxy to join"));
        List<JsonNode> proxies = awaited(project);
        for (JsonNode proxy : proxies) {
            if (!on(proxy).contains(network)) {
                String id = proxy.path("Id").asText();
                ObjectNode endpoint = DockerApi.JSON.createObjectNode();
                networks.disconnect(network, id);
                networks.connect(network, id, endpoint);
            }
        }
    }

    /** A proxy that is just being made, after a start or a removal, is worth waiting for. */
    private List<JsonNode> awaited(ProjectName project) {
        Duration end = time.elapsed().plus(PATIENCE);
        while (true) {
            List<JsonNode> proxies = containers();
            if (!proxies.isEmpty()) {
                return proxies;
            }
            if (time.elapsed().compareTo(end) > 0) {
                throw new EngineException(Kind.NOT_FOUND, nowhere(project));
            }
            try {
                time.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException(Kind.INTERRUPTED, "interrupted while waiting for the reverse proxy", e);
            }
        }
    }

    /** The ids of the networks that the proxy is on: those that all its containers are on. */
    Set<String> networks() {
        if (place instanceof ProxyPlace.None) {
            return Set.of();
        }
        Set<String> common = new HashSet<>();
        boolean first = true;
        for (JsonNode proxy : containers()) {
            if (first) {
                common.addAll(on(proxy));
            } else {
                common.retainAll(on(proxy));
            }
            first = false;
        }
        return common;
    }

    /** Its own network's address first, which stays while projects come and go; any other will do. */
    Optional<String> address() {
        return endpoint("IPAddress");
    }

    /** As {@link #address}; one in the host's own network sees what listens on loopback. */
    Optional<String> gateway() {
        boolean onHost = !(place instanceof ProxyPlace.None)
                && containers().stream().anyMatch(proxy -> "host"
                        .equals(proxy.path("HostConfig").path("NetworkMode").asText()));
        return onHost ? Optional.of("127.0.0.1") : endpoint("Gateway");
    }

    /** How many connections it has to an address; empty when that cannot be told. */
    OptionalInt connections(String address) {
        if (place instanceof ProxyPlace.None) {
            return OptionalInt.of(0);
        }
        int sum = 0;
        for (JsonNode proxy : containers()) {
            String id = proxy.path("Id").asText();
            long pid = api.get("/containers/" + id + "/json")
                    .attempting("look at the reverse proxy")
                    .json()
                    .path("State")
                    .path("Pid")
                    .asLong();
            OptionalInt count = connections.count(id, pid, address);
            if (count.isEmpty()) {
                return count;
            }
            sum += count.getAsInt();
        }
        return OptionalInt.of(sum);
    }

    private Optional<String> endpoint(String field) {
        if (place instanceof ProxyPlace.None) {
            return Optional.empty();
        }
        String own = names.network(ProjectName.PROXY);
        for (JsonNode proxy : containers()) {
            JsonNode endpoints = proxy.path("NetworkSettings").path("Networks");
            List<String> found = new ArrayList<>();
            found.add(endpoints.path(own).path(field).asText(""));
            endpoints.forEach(endpoint -> found.add(endpoint.path(field).asText("")));
            Optional<String> first =
                    found.stream().filter(text -> !text.isEmpty()).findFirst();
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.empty();
    }

    boolean joined(ProjectName project, String network, Set<String> proxied) {
        return place instanceof ProxyPlace.None || project.equals(ProjectName.PROXY) || proxied.contains(network);
    }

    private List<JsonNode> containers() {
        Call call = api.get("/containers/json").attempting("look for the reverse proxy");
        List<JsonNode> found = new ArrayList<>();
        if (place instanceof ProxyPlace.External external) {
            for (JsonNode container : call.json()) {
                if (EngineImage.texts(container.path("Names")).contains("/" + external.container())) {
                    found.add(container);
                }
            }
        } else {
            call.labelled(labels.filter(ProjectName.PROXY)).json().forEach(found::add);
        }
        return found;
    }

    private String nowhere(ProjectName project) {
        return "cannot join the reverse proxy to network " + names.network(project) + ": "
                + (place instanceof ProxyPlace.External external
                        ? "no container " + external.container() + " runs; start it, or correct --proxy-container"
                        : "it does not run; berth status proxy says why");
    }

    private static Set<String> on(JsonNode container) {
        Set<String> ids = new HashSet<>();
        container.path("NetworkSettings").path("Networks").forEach(endpoint -> {
            if (!endpoint.path("EndpointID").asText("").isEmpty()) {
                ids.add(endpoint.path("NetworkID").asText());
            }
        });
        return ids;
    }
}
