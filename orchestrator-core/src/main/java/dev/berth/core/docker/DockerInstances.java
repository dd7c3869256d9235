package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.FileContent;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Instances as containers. */
final class DockerInstances {
    private static final Duration LONG = Duration.ofSeconds(120);

    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final ContainerTranslation translation;
    private final DockerNetworks networks;
    private final DockerVolumes volumes;
    private final DockerImages images;
    private final SwapCount swap;

    DockerInstances(
            DockerApi api,
            EngineNames names,
            Labels labels,
            DockerNetworks networks,
            DockerVolumes volumes,
            DockerImages images,
            SwapCount swap) {
        this.api = api;
        this.names = names;
        this.labels = labels;
        this.translation = new ContainerTranslation(names, labels);
        this.networks = networks;
        this.volumes = volumes;
        this.images = images;
        this.swap = swap;
    }

    /**
     * The container of an instance, also while somebody has renamed it. If there is none, one of another owner under its
     * name is a failure.
     */
    Optional<ContainerObservation> find(InstanceName instance) {
        String name = names.container(instance);
        Optional<ContainerObservation> named = look(name);
        if (named.filter(container -> is(container, instance)).isPresent()) {
            return named;
        }
        Optional<ContainerObservation> renamed = renamed(instance);
        if (renamed.isEmpty()) {
            named.ifPresent(container -> refuseForeign(container, name));
        }
        return renamed;
    }

    private Optional<ContainerObservation> look(String nameOrId) {
        return api.get("/containers/" + nameOrId + "/json")
                .attempting("look at container " + nameOrId)
                .jsonIfThere()
                .map(found -> new ContainerObservation(found, swap));
    }

    private boolean is(ContainerObservation container, InstanceName instance) {
        return labels.own(container.labels())
                && Labels.instanceName(container.labels()).equals(Optional.of(instance));
    }

    /** Labels hold identity: whatever it is called now. */
    private Optional<ContainerObservation> renamed(InstanceName instance) {
        for (JsonNode listed : api.get("/containers/json")
                .query("all", "true")
                .labelled(labels.filter(instance))
                .attempting("look for container " + names.container(instance) + " under another name")
                .json()) {
            Optional<ContainerObservation> found =
                    look(listed.path("Id").asText()).filter(container -> !container.isBeingRemoved());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private void refuseForeign(ContainerObservation container, String name) {
        if (!labels.own(container.labels())) {
            throw DockerFailures.foreign("container", name, labels.owner(container.labels()));
        }
    }

    /** Makes the name of an instance free, should somebody have given it to another one of ours. */
    private void vacate(InstanceName instance) {
        String name = names.container(instance);
        Optional<ContainerObservation> holder = look(name).filter(container -> !is(container, instance));
        holder.ifPresent(container -> {
            refuseForeign(container, name);
            rename(container, name + "-" + container.id().substring(0, 8));
        });
    }

    void restoreName(InstanceName instance) {
        ContainerObservation container = require(instance);
        if (!container.name().equals(names.container(instance))) {
            vacate(instance);
            rename(container, names.container(instance));
        }
    }

    private void rename(ContainerObservation container, String name) {
        api.post("/containers/" + container.id() + "/rename")
                .query("name", name)
                .attempting("rename container " + container.name() + " to " + name)
                .run();
    }

    void disconnect(InstanceName instance, String network) {
        Optional<ContainerObservation> container = find(instance);
        Optional<String> id = container.flatMap(found -> found.networkId(network));
        if (id.isPresent()) {
            networks.disconnect(id.get(), container.orElseThrow().id());
        }
    }

    ContainerObservation require(InstanceName instance) {
        return find(instance)
                .orElseThrow(() -> new EngineException(
                        Kind.NOT_FOUND, "there is no container " + names.container(instance) + " any more"));
    }

    void start(InstanceStart start) {
        Optional<ContainerObservation> found = find(start.name());
        InstanceState state = found.map(ContainerObservation::state).orElse(InstanceState.CREATED);
        switch (state) {
            case RUNNING, RESTARTING -> {}
            case PAUSED -> unpause(found.orElseThrow());
            case EXITED -> {
                ContainerObservation ended = found.orElseThrow();
                attach(ended, start.name(), start.answersToApplication());
                // The mark of what was stopped stays until it runs: else one that cannot start now would seem over for
                // good.
                boolean marked = ended.engineRestart().equals(Restart.UNLESS_STOPPED.text());
                Restart before = marked ? Restart.UNLESS_STOPPED : start.restart();
                update(start.name(), start.resources(), before);
                startAgain(start, ended.id());
                if (!before.equals(start.restart())) {
                    update(start.name(), start.resources(), start.restart());
                }
            }
            case CREATED, DEAD -> {
                // Half made: nobody knows which of its parts are in place.
                found.ifPresent(container -> removeContainer(start.name(), container.id()));
                startAnew(start);
            }
        }
    }

    /** An engine that ended in the middle of a start may hold on to parts of the container, and never start that one. */
    private void startAgain(InstanceStart start, String id) {
        try {
            startProcess(start.name(), id);
        } catch (EngineException e) {
            if (!DockerFailures.isLeftOver(e.getMessage())) {
                throw e;
            }
            removeContainer(start.name(), id);
            networks.disconnect(network(start.name().release().project()), names.container(start.name()));
            startAnew(start);
        }
    }

    private void startAnew(InstanceStart start) {
        String id = make(start);
        try {
            startProcess(start.name(), id);
        } catch (EngineException e) {
            if (e.kind() != Kind.UNREACHABLE && e.kind() != Kind.INTERRUPTED) {
                removeContainer(start.name(), id);
            }
            throw e;
        }
    }

    /** Connects it with its project's network, as it should stand there. */
    void attach(InstanceName instance, boolean answersToApplication) {
        attach(require(instance), instance, answersToApplication);
    }

    private void attach(ContainerObservation container, InstanceName instance, boolean answersToApplication) {
        ProjectName project = instance.release().project();
        String network = names.network(project);
        String id = network(project);
        boolean attached = container.attached(network, id) && !container.asksForAddressAgain(network);
        if (attached
                && container.answersTo(network, instance.release().application().text()) == answersToApplication) {
            return;
        }
        ObjectNode endpoint = translation.endpoint(instance, answersToApplication);
        if (attached) {
            // With the address it had, connections that are open stay open.
            container.address(network).ifPresent(ip -> endpoint.putObject("IPAMConfig")
                    .put("IPv4Address", ip));
        }
        networks.disconnect(id, container.id());
        try {
            networks.connect(id, container.id(), endpoint);
        } catch (EngineException e) {
            // Newer engines give a free address at once to whatever starts meanwhile.
            if (e.kind() != Kind.REFUSED || endpoint.remove("IPAMConfig") == null) {
                throw e;
            }
            networks.connect(id, container.id(), endpoint);
        }
    }

    void stop(InstanceName instance, Duration grace) {
        Optional<ContainerObservation> found = find(instance);
        if (found.isEmpty()) {
            return;
        }
        if (found.get().state() == InstanceState.PAUSED) {
            unpause(found.get());
        }
        api.post("/containers/" + found.get().id() + "/stop")
                .query("t", Long.toString(grace.plusMillis(999).toSeconds()))
                .within(grace.plus(LONG))
                .attempting("stop container " + names.container(instance))
                .jsonIfThere();
    }

    void remove(InstanceName instance) {
        find(instance).ifPresent(container -> removeContainer(instance, container.id()));
    }

    void update(InstanceName instance, Resources resources, Restart restart) {
        ContainerObservation container = require(instance);
        if (container.isAllowed(resources, restart)) {
            return;
        }
        boolean nano = container.countsNano();
        api.post("/containers/" + container.id() + "/update")
                .attempting("change the limits of container " + names.container(instance))
                .body(ContainerTranslation.update(
                        container.resources(), nano, nano ? processors() : 0, resources, restart))
                .run();
    }

    private int processors() {
        return api.get("/info")
                .attempting("ask for the number of processors")
                .json()
                .path("NCPU")
                .asInt(1);
    }

    private String network(ProjectName project) {
        return networks.id(project)
                .orElseThrow(() -> new EngineException(
                        Kind.NOT_FOUND,
                        "there is no network " + names.network(project)
                                + "; it is made again with the next look at the project"));
    }

    private String make(InstanceStart start) {
        String name = names.container(start.name());
        BindSource.requireStraight(start);
        network(start.name().release().project());
        vacate(start.name());
        EngineImage image = images.of(start.release());
        ProjectName project = start.name().release().project();
        for (VolumeName volume : start.release().volumes().values()) {
            volumes.create(project, start.name().release().application(), volume);
        }
        for (VolumeName volume :
                translation.undeclared(start.name(), start.release(), image).values()) {
            volumes.create(project, start.name().release().application(), volume);
        }
        JsonNode made = api.post("/containers/create")
                .query("name", name)
                .within(LONG)
                .attempting("create container " + name)
                .body(translation.create(start, image))
                .json();
        String id = made.path("Id").asText();
        if (!start.release().files().isEmpty()) {
            putFiles(start, id);
        }
        return id;
    }

    private void putFiles(InstanceStart start, String id) {
        if (!start.release().privileges().readOnly()) {
            unpack(start, id, "/", FileArchive.of(start.release().files()));
            return;
        }
        // A read-only instance takes files only where a volume is mounted, and only if asked for exactly that place.
        for (FileContent file : start.release().files()) {
            int slash = file.path().lastIndexOf('/');
            FileContent bare = new FileContent(file.path().substring(slash), file.content(), file.mode(), file.uid());
            unpack(start, id, slash == 0 ? "/" : file.path().substring(0, slash), FileArchive.of(List.of(bare)));
        }
    }

    private void unpack(InstanceStart start, String id, String directory, byte[] tar) {
        Call call = api.put("/containers/" + id + "/archive")
                .query("path", directory)
                .within(LONG)
                .attempting("put files into " + directory + " of container " + names.container(start.name()))
                .body(new ByteArrayInputStream(tar), "application/x-tar");
        Answer answer = call.answer();
        if (answer.good()) {
            return;
        }
        EngineException failure = call.refused(answer.status(), answer.body());
        removeContainer(start.name(), id);
        throw start.release().privileges().readOnly()
                ? new EngineException(
                        failure.kind(),
                        failure.getMessage()
                                + "; with read_only, files can only be put into a volume: mount one at their"
                                + " directory, or leave out read_only")
                : failure;
    }

    private void startProcess(InstanceName instance, String id) {
        Call call = api.post("/containers/" + id + "/start")
                .within(LONG)
                .attempting("start container " + names.container(instance));
        Answer answer = call.answer();
        if (answer.good()) {
            return;
        }
        EngineException failure = call.refused(answer.status(), answer.body());
        if (failure.kind() == Kind.PORT_TAKEN) {
            failure = portTaken(failure, Call.words(answer.status(), answer.body()));
        }
        throw failure;
    }

    /** Says which container has the port, when one has. */
    private EngineException portTaken(EngineException failure, String words) {
        Optional<Integer> port = DockerFailures.hostPort(words);
        if (port.isEmpty()) {
            return failure;
        }
        for (JsonNode container :
                api.get("/containers/json").attempting("list the containers").json()) {
            for (JsonNode published : container.path("Ports")) {
                if (published.path("PublicPort").asInt(0) == port.get()) {
                    String holder = container.path("Names").path(0).asText("").replaceFirst("^/", "");
                    return new EngineException(
                            Kind.PORT_TAKEN, failure.getMessage() + " (container " + holder + " has it)");
                }
            }
        }
        return new EngineException(
                Kind.PORT_TAKEN,
                failure.getMessage() + " (no container has it, " + DockerFailures.otherHolder(words) + ")");
    }

    private void unpause(ContainerObservation container) {
        api.post("/containers/" + container.id() + "/unpause")
                .attempting("unpause container " + container.id())
                .run();
    }

    private void removeContainer(InstanceName instance, String id) {
        Call call = api.delete("/containers/" + id)
                .query("force", "true")
                .within(LONG)
                .attempting("remove container " + names.container(instance));
        Answer answer = call.answer();
        if (answer.status() == 409 && Call.words(answer.status(), answer.body()).contains("already in progress")) {
            api.post("/containers/" + id + "/wait")
                    .query("condition", "removed")
                    .within(LONG)
                    .attempting("wait for the removal of container " + names.container(instance))
                    .jsonIfThere();
            return;
        }
        if (answer.status() != 404) {
            call.good(answer);
        }
    }
}
