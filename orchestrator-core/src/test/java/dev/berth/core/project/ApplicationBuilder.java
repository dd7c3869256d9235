package dev.berth.core.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Puts an application together for a test; what is not said is as by default. */
public final class ApplicationBuilder {
    private final ApplicationName name;
    private final Map<String, Template> env = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final List<MountedFile> files = new ArrayList<>();
    private final List<Domain> domains = new ArrayList<>();
    private final List<PublishedPort> ports = new ArrayList<>();
    private final List<Dependency> dependsOn = new ArrayList<>();
    private Source source;
    private Invocation invocation = Invocation.OF_THE_IMAGE;
    private OptionalInt port = OptionalInt.empty();
    private int replicas = 1;
    private Restart restart = Restart.UNLESS_STOPPED;
    private Optional<HealthCheck> healthCheck = Optional.empty();
    private boolean job;
    private boolean retry = true;
    private Resources resources = Resources.DEFAULT;
    private DeployPolicy deploy = DeployPolicy.DEFAULT;

    private ApplicationBuilder(String name) {
        this.name = ApplicationName.of(name);
        this.source = new Source.Image(name + ":1");
    }

    /** An application of the image {@code NAME:1}. */
    public static ApplicationBuilder application(String name) {
        return new ApplicationBuilder(name);
    }

    public ApplicationBuilder image(String reference) {
        source = new Source.Image(reference);
        return this;
    }

    public ApplicationBuilder build(String context) {
        source = new Source.Build(
                Optional.of(context), "Dockerfile", Optional.empty(), Optional.empty(), Map.of(), false);
        return this;
    }

    public ApplicationBuilder inline(String dockerfile) {
        source = new Source.Build(
                Optional.empty(), "Dockerfile", Optional.of(dockerfile), Optional.empty(), Map.of(), false);
        return this;
    }

    public ApplicationBuilder command(String... words) {
        invocation = new Invocation(
                invocation.entrypoint(),
                Optional.of(List.of(words)),
                invocation.user(),
                invocation.workingDir(),
                invocation.init(),
                invocation.stopGracePeriod());
        return this;
    }

    public ApplicationBuilder env(String key, String value) {
        return env(key, Template.literal(value));
    }

    public ApplicationBuilder env(String key, Template value) {
        env.put(key, value);
        return this;
    }

    public ApplicationBuilder label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public ApplicationBuilder volume(String volume, String target) {
        mounts.add(new Mount.Volume(volume, target, false));
        return this;
    }

    public ApplicationBuilder mount(Mount mount) {
        mounts.add(mount);
        return this;
    }

    public ApplicationBuilder file(String path, String content) {
        files.add(new MountedFile(path, Template.literal(content), 0644, 0));
        return this;
    }

    /** Routed: listens on 8000 and has this domain, plain http. */
    public ApplicationBuilder domain(String host) {
        port = OptionalInt.of(8000);
        domains.add(new Domain(host, "/", false, Optional.empty(), false, List.of()));
        return this;
    }

    public ApplicationBuilder port(int number) {
        port = OptionalInt.of(number);
        return this;
    }

    public ApplicationBuilder publish(int hostPort) {
        ports.add(new PublishedPort("127.0.0.1", hostPort, 80, PublishedPort.Protocol.TCP));
        return this;
    }

    public ApplicationBuilder replicas(int count) {
        replicas = count;
        return this;
    }

    /** A request that met a dead instance is not put to another one. */
    public ApplicationBuilder once() {
        retry = false;
        return this;
    }

    public ApplicationBuilder restart(Restart policy) {
        restart = policy;
        return this;
    }

    public ApplicationBuilder healthCheck(String path) {
        healthCheck = Optional.of(new HealthCheck(
                new HealthCheck.Http(8000, path), Duration.ofSeconds(5), Duration.ofSeconds(3), 3, Duration.ZERO));
        return this;
    }

    public ApplicationBuilder dependsOn(String application) {
        return dependsOn(application, Dependency.Condition.SERVICE_HEALTHY);
    }

    public ApplicationBuilder dependsOn(String application, Dependency.Condition condition) {
        dependsOn.add(new Dependency(ApplicationName.of(application), condition));
        return this;
    }

    public ApplicationBuilder job() {
        job = true;
        return this;
    }

    public ApplicationBuilder memory(long bytes) {
        resources = new Resources(OptionalLong.of(bytes), OptionalDouble.empty(), 4096);
        return this;
    }

    public ApplicationBuilder order(DeployPolicy.Order order) {
        deploy = new DeployPolicy(
                Optional.of(order),
                deploy.patience(),
                deploy.drain(),
                deploy.monitor(),
                deploy.autoRollback(),
                deploy.keep());
        return this;
    }

    public Application get() {
        return new Application(
                name,
                source,
                invocation,
                labels,
                env,
                mounts,
                files,
                port,
                domains,
                ports,
                replicas,
                false,
                retry,
                restart,
                healthCheck,
                dependsOn,
                job,
                resources,
                deploy,
                List.of(),
                Privileges.LEAST);
    }
}
