package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.BuiltImage;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineEvent;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineInfo;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.ExecSession;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.engine.Subscription;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs releases as containers of the Docker Engine on this machine. */
public final class DockerEngine implements Engine {
    private final Timekeeper time;
    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final DockerNetworks networks;
    private final DockerVolumes volumes;
    private final DockerImages images;
    private final DockerInstances instances;
    private final DockerProxy proxy;
    private final DockerLook look;
    private final DockerProbes probes;
    private final DockerLogs logs;
    /** By its network's name: events of networks and volumes carry no labels. */
    private final ConcurrentHashMap<String, ProjectName> known = new ConcurrentHashMap<>();

    private DockerEngine(DockerSettings settings) {
        time = settings.time();
        api = new DockerApi(settings.host());
        names = new EngineNames(settings.instance());
        labels = new Labels(settings.storeId(), settings.instance());
        networks = new DockerNetworks(api, names, labels, settings.subnets());
        volumes = new DockerVolumes(api, names, labels, networks);
        images = new DockerImages(
                api,
                names,
                labels,
                new ImageBuild(api, labels, settings.contexts()),
                new BuildDisk(api, settings.builds()),
                PullPatience.DEFAULT);
        SwapCount swap = new SwapCount(api);
        instances = new DockerInstances(api, names, labels, networks, volumes, images, swap);
        proxy = new DockerProxy(api, names, labels, networks, settings.proxy(), settings.time());
        look = new DockerLook(api, names, labels, proxy, swap);
        probes = new DockerProbes(api, names, instances, settings.time());
        logs = new DockerLogs(api, names, instances, DockerLogs.SILENCE);
        known.put(names.network(ProjectName.PROXY), ProjectName.PROXY);
    }

    /** The engine behind these settings; it need not answer yet. */
    public static DockerEngine connect(DockerSettings settings) {
        return new DockerEngine(settings);
    }

    @Override
    public EngineInfo info() {
        JsonNode info = api.get("/info").attempting("ask the engine who it is").json();
        return new EngineInfo(
                "Docker Engine",
                info.path("ServerVersion").asText(""),
                api.agreement().version(),
                api.agreement().buildKit(),
                info.path("DockerRootDir").asText(""));
    }

    @Override
    public ObservedState observe(ProjectName project) {
        know(project);
        return look.observe(project);
    }

    @Override
    public ObservedState observe(ProjectName project, Duration within) {
        return within(within, "look at project " + project, () -> observe(project));
    }

    private <T> T within(Duration patience, String attempted, Supplier<T> call) {
        try (Deadline deadline = new Deadline(api.alarms(), patience)) {
            try {
                return call.get();
            } catch (EngineException e) {
                throw deadline.expired() ? DockerFailures.timedOut(api.host(), attempted, patience) : e;
            }
        }
    }

    @Override
    public Map<ProjectName, ObservedState> observeAll() {
        Map<ProjectName, ObservedState> all = look.observeAll();
        all.keySet().forEach(this::know);
        return all;
    }

    @Override
    public List<ForeignThing> strangers() {
        return look.strangers();
    }

    @Override
    public List<String> imagesLabelled(String label) {
        return look.imagesLabelled(label);
    }

    @Override
    public void createNetwork(ProjectName project) {
        know(project);
        networks.create(project);
    }

    @Override
    public void removeNetwork(ProjectName project) {
        networks.remove(project);
    }

    @Override
    public void joinProxy(ProjectName project) {
        proxy.join(project);
    }

    @Override
    public Optional<String> proxyAddress() {
        return proxy.address();
    }

    @Override
    public Optional<String> proxyGateway() {
        return proxy.gateway();
    }

    @Override
    public OptionalInt proxyConnections(InstanceName instance) {
        Optional<String> address = instances
                .find(instance)
                .flatMap(found -> found.address(names.network(instance.release().project())));
        return address.map(proxy::connections).orElse(OptionalInt.of(0));
    }

    @Override
    public void createVolume(ProjectName project, ApplicationName application, VolumeName volume) {
        volumes.create(project, application, volume);
    }

    @Override
    public void removeVolume(VolumeName volume) {
        volumes.remove(volume);
    }

    @Override
    public String provideImage(
            ProjectName project,
            ApplicationName application,
            ImageSpec image,
            boolean lookAgain,
            ProgressSink progress) {
        return images.provide(project, application, image, lookAgain, progress);
    }

    @Override
    public Optional<String> imageId(String reference) {
        return images.id(reference);
    }

    @Override
    public List<BuiltImage> builtImages(ProjectName project) {
        return images.built(project);
    }

    @Override
    public boolean removeImage(String reference) {
        return images.remove(reference);
    }

    @Override
    public long trimBuildCache() {
        return images.trimBuildCache();
    }

    @Override
    public void start(InstanceStart start) {
        know(start.name().release().project());
        instances.start(start);
    }

    @Override
    public void attach(InstanceName instance, boolean answersToApplication) {
        instances.attach(instance, answersToApplication);
    }

    @Override
    public void disconnect(InstanceName instance, String network) {
        instances.disconnect(instance, network);
    }

    @Override
    public void restoreName(InstanceName instance) {
        instances.restoreName(instance);
    }

    @Override
    public void stop(InstanceName instance, Duration grace) {
        instances.stop(instance, grace);
    }

    @Override
    public void remove(InstanceName instance) {
        instances.remove(instance);
    }

    @Override
    public void update(InstanceName instance, Resources resources, Restart restart) {
        instances.update(instance, resources, restart);
    }

    @Override
    public Optional<HealthCheck> declaredHealthCheck(InstanceName instance) {
        return images.look(instances.require(instance).imageId()).flatMap(EngineImage::healthCheck);
    }

    @Override
    public ProbeResult probe(InstanceName instance, HealthCheck check) {
        return probes.probe(instance, check);
    }

    @Override
    public List<LogLine> tail(InstanceName instance, int lines) {
        List<LogLine> tail = new ArrayList<>();
        logs.read(instance, new LogQuery(false, lines, Optional.empty()), tail::add);
        return tail;
    }

    @Override
    public List<LogLine> tail(InstanceName instance, int lines, Duration within) {
        return within(within, "read the last lines of " + instance, () -> tail(instance, lines));
    }

    @Override
    public void logs(InstanceName instance, LogQuery query, Consumer<LogLine> sink) {
        logs.read(instance, query, sink);
    }

    @Override
    public ExecSession exec(InstanceName instance, ExecRequest request) {
        return DockerExec.start(api, instances.require(instance).id(), names.container(instance), request);
    }

    @Override
    public Subscription subscribe(Consumer<EngineEvent> listener) {
        return DockerEvents.listen(api, labels, known, listener, time);
    }

    @Override
    public Set<ForeignThing> obstacles(ProjectName project) {
        return look.obstacles(project);
    }

    @Override
    public void close() {
        api.close();
    }

    private void know(ProjectName project) {
        known.put(names.network(project), project);
    }
}
