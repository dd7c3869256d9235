package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.ProjectName;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The private networks of projects. */
final class DockerNetworks {
    private static final int ATTEMPTS = 64;

    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final SubnetPool pool;
    private final Object carving = new Object();

    DockerNetworks(DockerApi api, EngineNames names, Labels labels, SubnetPool pool) {
        this.api = api;
        this.names = names;
        this.labels = labels;
        this.pool = pool;
    }

    /** The id of the project's network; a network of another owner under its name is a failure. */
    Optional<String> id(ProjectName project) {
        String name = names.network(project);
        List<JsonNode> namesakes = new ArrayList<>();
        api.get("/networks").attempting("look for network " + name).json().forEach(network -> {
            if (network.path("Name").asText().equals(name)) {
                namesakes.add(network);
            }
        });
        for (JsonNode network : namesakes) {
            if (labels.own(network.path("Labels"), project)) {
                return Optional.of(network.path("Id").asText());
            }
        }
        if (!namesakes.isEmpty()) {
            throw DockerFailures.foreign(
                    "network", name, labels.owner(namesakes.get(0).path("Labels")));
        }
        return Optional.empty();
    }

    void create(ProjectName project) {
        String name = names.network(project);
        synchronized (carving) {
            if (id(project).isPresent()) {
                return;
            }
            List<String> taken = taken();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                String subnet = pool.free(taken).orElseThrow(() -> exhausted(name));
                Call call = api.post("/networks/create")
                        .attempting("create network " + name + " on " + subnet)
                        .body(body(project, subnet));
                Answer answer = call.answer();
                if (answer.good()) {
                    return;
                }
                String words = Call.words(answer.status(), answer.body());
                if (!words.contains("overlap") && !words.contains("conflicts with")) {
                    throw DockerFailures.refused(call.attempted(), answer.status(), words);
                }
                taken.add(subnet);
            }
            throw exhausted(name);
        }
    }

    void remove(ProjectName project) {
        Optional<String> id = id(project);
        if (id.isEmpty()) {
            return;
        }
        String name = names.network(project);
        JsonNode network = api.get("/networks/" + id.get())
                .attempting("look at network " + name)
                .jsonIfThere()
                .orElse(DockerApi.JSON.createObjectNode());
        network.path("Containers").fieldNames().forEachRemaining(container -> disconnect(id.get(), container));
        api.delete("/networks/" + id.get()).attempting("remove network " + name).jsonIfThere();
    }

    void connect(String network, String container, ObjectNode endpoint) {
        ObjectNode body = DockerApi.JSON.createObjectNode();
        body.put("Container", container);
        body.set("EndpointConfig", endpoint);
        Call call = api.post("/networks/" + network + "/connect")
                .attempting("connect container " + container + " to network " + network)
                .body(body);
        Answer answer = call.answer();
        if (!answer.good() && !Call.words(answer.status(), answer.body()).contains("already exists in network")) {
            throw call.refused(answer.status(), answer.body());
        }
    }

    void disconnect(String network, String container) {
        ObjectNode body = DockerApi.JSON.createObjectNode();
        body.put("Container", container);
        body.put("Force", true);
        Call call = api.post("/networks/" + network + "/disconnect")
                .attempting("disconnect container " + container + " from network " + network)
                .body(body);
        Answer answer = call.answer();
        String words = answer.good() ? "" : Call.words(answer.status(), answer.body());
        if (!answer.good() && answer.status() != 404 && !words.contains("is not connected")) {
            throw call.refused(answer.status(), answer.body());
        }
    }

    private ObjectNode body(ProjectName project, String subnet) {
        ObjectNode body = DockerApi.JSON.createObjectNode();
        body.put("Name", names.network(project));
        body.put("CheckDuplicate", true);
        body.put("Driver", "bridge");
        body.putObject("IPAM").putArray("Config").addObject().put("Subnet", subnet);
        ObjectNode marks = body.putObject("Labels");
        labels.of(project).forEach(marks::put);
        return body;
    }

    private List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (JsonNode network :
                api.get("/networks").attempting("list the networks").json()) {
            for (JsonNode range : network.path("IPAM").path("Config")) {
                taken.add(range.path("Subnet").asText());
            }
        }
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                for (InterfaceAddress address : network.getInterfaceAddresses()) {
                    taken.add(address.getAddress().getHostAddress() + "/" + address.getNetworkPrefixLength());
                }
            }
        } catch (SocketException e) {
            throw new EngineException(Kind.REFUSED, "cannot list the network interfaces of this host: " + e, e);
        }
        return taken;
    }

    private EngineException exhausted(String name) {
        return new EngineException(
                Kind.POOL_EXHAUSTED,
                "cannot create network " + name + ": no free subnet is left in " + pool
                        + "; delete a project that is not needed, or start the daemon with a larger --subnet-pool");
    }
}
