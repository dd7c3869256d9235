package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at what the engine has. */
final class DockerLook {
    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final DockerProxy proxy;
    private final SwapCount swap;

    DockerLook(DockerApi api, EngineNames names, Labels labels, DockerProxy proxy, SwapCount swap) {
        this.api = api;
        this.names = names;
        this.labels = labels;
        this.proxy = proxy;
        this.swap = swap;
    }

    ObservedState observe(ProjectName project) {
        Shared shared = shared();
        return state(project, shared, instances(labels.filter(project), shared).getOrDefault(project, Map.of()));
    }

    Map<ProjectName, ObservedState> observeAll() {
        Shared shared = shared();
        Map<ProjectName, Map<InstanceName, ObservedInstance>> instances = instances(labels.filter(), shared);
        Set<ProjectName> projects = new TreeSet<>(instances.keySet());
        projects.addAll(shared.networks.keySet());
        projects.addAll(shared.volumes.keySet());
        SortedMap<ProjectName, ObservedState> all = new TreeMap<>();
        projects.forEach(
                project -> all.put(project, state(project, shared, instances.getOrDefault(project, Map.of()))));
        return all;
    }

    /** What carries this daemon's instance name but another store's id. */
    List<ForeignThing> strangers() {
        Set<ForeignThing> strangers = new TreeSet<>();
        String ours = Labels.INSTANCE + "=" + names.instance();
        for (JsonNode container : api.get("/containers/json")
                .query("all", "true")
                .labelled(Labels.STORE, ours)
                .attempting("list the containers")
                .json()) {
            stranger(strangers, "container", name(container), container.path("Labels"));
        }
        for (JsonNode network : api.get("/networks")
                .labelled(Labels.STORE, ours)
                .attempting("list the networks")
                .json()) {
            stranger(strangers, "network", network.path("Name").asText(), network.path("Labels"));
        }
        for (JsonNode volume : api.get("/volumes")
                .labelled(Labels.STORE, ours)
                .attempting("list the volumes")
                .json()
                .path("Volumes")) {
            stranger(strangers, "volume", volume.path("Name").asText(), volume.path("Labels"));
        }
        return List.copyOf(strangers);
    }

    List<String> imagesLabelled(String label) {
        Set<String> references = new TreeSet<>();
        for (JsonNode image : api.get("/images/json")
                .labelled(label)
                .attempting("list the images")
                .json()) {
            // What was built on a labelled image has its labels too.
            if (!image.path("Labels").has(Labels.STORE)) {
                image.path("RepoTags").forEach(tag -> references.add(tag.asText()));
            }
        }
        return List.copyOf(references);
    }

    /** What is not ours but stands, or would stand, where the project needs its own. */
    Set<ForeignThing> obstacles(ProjectName project) {
        Set<ForeignThing> obstacles = new TreeSet<>();
        String instances = java.util.regex.Pattern.quote(names.prefix() + project) + "-[a-z0-9-]+-[0-9a-f]{8}-[0-9]+";
        for (JsonNode container : api.get("/containers/json")
                .query("all", "true")
                .attempting("list the containers")
                .json()) {
            if (name(container).matches(instances) && !labels.own(container.path("Labels"))) {
                obstacles.add(labels.foreign("container", name(container), container.path("Labels")));
            }
        }
        for (JsonNode network :
                api.get("/networks").attempting("list the networks").json()) {
            String name = network.path("Name").asText();
            if (name.equals(names.network(project)) && !labels.own(network.path("Labels"))) {
                obstacles.add(labels.foreign("network", name, network.path("Labels")));
            }
        }
        for (JsonNode volume :
                api.get("/volumes").attempting("list the volumes").json().path("Volumes")) {
            String name = volume.path("Name").asText();
            if (name.startsWith(names.prefix() + project + "_") && !labels.own(volume.path("Labels"))) {
                obstacles.add(labels.foreign("volume", name, volume.path("Labels")));
            }
        }
        return obstacles;
    }

    private void stranger(Set<ForeignThing> strangers, String kind, String name, JsonNode marks) {
        boolean here = names.instance().equals(marks.path(Labels.INSTANCE).asText(null));
        if (here && !labels.own(marks)) {
            strangers.add(labels.foreign(kind, name, marks));
        }
    }

    private static String name(JsonNode container) {
        return container.path("Names").path(0).asText("").replaceFirst("^/", "");
    }

    /** What all projects share of one look. */
    private record Shared(
            Map<ProjectName, String> networks,
            Map<ProjectName, Set<String>> volumes,
            Set<String> otherVolumes,
            Set<String> images,
            Set<String> proxied) {}

    private Shared shared() {
        Map<ProjectName, String> networks = new HashMap<>();
        for (JsonNode network : api.get("/networks")
                .labelled(labels.filter())
                .attempting("list the networks")
                .json()) {
            Labels.project(network.path("Labels"))
                    .filter(project -> network.path("Name").asText().equals(names.network(project)))
                    .ifPresent(
                            project -> networks.put(project, network.path("Id").asText()));
        }
        Map<ProjectName, Set<String>> volumes = new HashMap<>();
        Set<String> others = new HashSet<>();
        for (JsonNode volume :
                api.get("/volumes").attempting("list the volumes").json().path("Volumes")) {
            String name = volume.path("Name").asText();
            Optional<ProjectName> project =
                    labels.own(volume.path("Labels")) ? Labels.project(volume.path("Labels")) : Optional.empty();
            if (project.isPresent() && name.startsWith(names.prefix())) {
                volumes.computeIfAbsent(project.get(), p -> new HashSet<>())
                        .add(name.substring(names.prefix().length()));
            } else {
                others.add(name);
            }
        }
        return new Shared(networks, volumes, others, images(), proxy.networks());
    }

    private Set<String> images() {
        Set<String> images = new HashSet<>();
        for (JsonNode image :
                api.get("/images/json").attempting("list the images").json()) {
            images.add(image.path("Id").asText());
            boolean own = labels.own(image.path("Labels"));
            for (String tag : EngineImage.texts(image.path("RepoTags"))) {
                images.addAll(ImageAddress.of(tag).spellings());
                if (own && tag.startsWith(names.prefix())) {
                    images.add(tag.substring(names.prefix().length()));
                }
            }
            for (String digest : EngineImage.texts(image.path("RepoDigests"))) {
                images.addAll(ImageAddress.of(digest).spellings());
            }
        }
        return images;
    }

    /** Of a container and a copy that somebody made of it, labels and all: the one with the name. */
    private static ObservedInstance original(ObservedInstance one, ObservedInstance other) {
        return one.otherName().isPresent() ? other : one;
    }

    private Map<ProjectName, Map<InstanceName, ObservedInstance>> instances(String[] filter, Shared shared) {
        Map<ProjectName, Map<InstanceName, ObservedInstance>> all = new HashMap<>();
        for (JsonNode listed : api.get("/containers/json")
                .query("all", "true")
                .labelled(filter)
                .attempting("list the containers")
                .json()) {
            Optional<ProjectName> project = Labels.project(listed.path("Labels"));
            if (project.isEmpty()) {
                continue;
            }
            String network = names.network(project.get());
            String networkId = shared.networks.getOrDefault(project.get(), "");
            api.get("/containers/" + listed.path("Id").asText() + "/json")
                    .attempting("look at container " + name(listed))
                    .jsonIfThere()
                    .flatMap(found ->
                            new ContainerObservation(found, swap).instance(names::container, network, networkId))
                    .ifPresent(instance -> all.computeIfAbsent(project.get(), p -> new TreeMap<>())
                            .merge(instance.name(), instance, DockerLook::original));
        }
        return all;
    }

    private ObservedState state(ProjectName project, Shared shared, Map<InstanceName, ObservedInstance> instances) {
        Set<String> volumes = new HashSet<>(shared.otherVolumes);
        shared.volumes.forEach((owner, owned) ->
                owned.forEach(name -> volumes.add(owner.equals(project) ? name : names.prefix() + name)));
        Optional<String> network = Optional.ofNullable(shared.networks.get(project));
        boolean joined = network.isPresent() && proxy.joined(project, network.get(), shared.proxied);
        return new ObservedState(
                project, network.isPresent(), joined, volumes, shared.images, List.copyOf(instances.values()));
    }
}
