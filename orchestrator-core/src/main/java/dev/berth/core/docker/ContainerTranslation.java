package dev.berth.core.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import dev.berth.core.release.VolumeName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes an instance as the body of {@code POST /containers/create}: nothing but its release, with the least privileges
 * that official images get along with.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Engine API 1.41</a>
 */
record ContainerTranslation(EngineNames names, Labels labels) {
    /** What official images need to start as root, own their data and become another user. */
    private static final List<String> KEPT_CAPABILITIES =
            List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID");

    private static final int CPU_PERIOD = 100_000;
    static final double ONE_CPU = 1e9;
    /** A limit nobody reaches: Docker cannot take a memory limit away again. */
    static final long NO_MEMORY_LIMIT = 1L << 50;

    ObjectNode create(InstanceStart start, EngineImage image) {
        Release release = start.release();
        Invocation invocation = release.invocation();
        ObjectNode body = object();
        body.put("Image", image.id());
        body.put("Hostname", hostname(start));
        invocation.entrypoint().ifPresent(words -> texts(body.putArray("Entrypoint"), words));
        invocation.command().ifPresent(words -> texts(body.putArray("Cmd"), words));
        invocation.user().ifPresent(user -> body.put("User", user));
        invocation.workingDir().ifPresent(directory -> body.put("WorkingDir", directory));
        body.put("StopTimeout", seconds(invocation));
        ArrayNode env = body.putArray("Env");
        release.env().forEach((name, value) -> env.add(name + "=" + value.reveal()));
        body.set("Labels", labels(start.name(), release));
        body.putObject("Healthcheck").putArray("Test").add("NONE");
        ObjectNode exposed = body.putObject("ExposedPorts");
        release.ports().forEach(port -> exposed.putObject(port(port)));
        body.set("HostConfig", host(start, image));
        ObjectNode endpoints = body.putObject("NetworkingConfig").putObject("EndpointsConfig");
        endpoints.set(
                names.network(start.name().release().project()), endpoint(start.name(), start.answersToApplication()));
        return body;
    }

    /** How an instance stands on its project's network. */
    ObjectNode endpoint(InstanceName name, boolean answersToApplication) {
        ObjectNode endpoint = object();
        // Its own name, so that it is still reached while somebody has renamed it.
        ArrayNode aliases = endpoint.putArray("Aliases").add(names.container(name));
        if (answersToApplication) {
            aliases.add(name.release().application().text());
        }
        return endpoint;
    }

    /**
     * The body of {@code POST /containers/…/update}: what differs from {@code now}.
     *
     * @param nano whether the engine counts processors in billionths, because somebody used {@code --cpus}
     * @param processors of the machine
     */
    static ObjectNode update(Resources now, boolean nano, int processors, Resources resources, Restart restart) {
        ObjectNode body = object();
        if (!now.memory().equals(resources.memory())) {
            body.put("Memory", resources.memory().orElse(NO_MEMORY_LIMIT));
            body.put("MemorySwap", resources.memory().orElse(2 * NO_MEMORY_LIMIT));
        }
        if (!now.cpus().equals(resources.cpus()) && nano) {
            body.put(
                    "NanoCpus",
                    resources.cpus().isPresent()
                            ? Math.round(resources.cpus().getAsDouble() * ONE_CPU)
                            : allProcessors(processors));
        } else if (!now.cpus().equals(resources.cpus())) {
            body.put("CpuPeriod", CPU_PERIOD);
            body.put("CpuQuota", resources.cpus().isPresent() ? quota(resources) : -1);
        }
        if (now.pids() != resources.pids()) {
            body.put("PidsLimit", resources.pids());
        }
        body.set("RestartPolicy", restart(restart));
        return body;
    }

    /** The engine forgets no count of billionths: a hair less than all processors stands for no limit. */
    private static long allProcessors(int processors) {
        return Math.round(processors * ONE_CPU) - 1;
    }

    static boolean isAllProcessors(long nano) {
        return (nano + 1) % Math.round(ONE_CPU) == 0;
    }

    /** Volumes that hold the directories which the image declares and the release does not mount. */
    SortedMap<String, VolumeName> undeclared(InstanceName name, Release release, EngineImage image) {
        SortedSet<String> mounted = new TreeSet<>();
        release.mounts().forEach(mount -> mounted.add(plain(mount.target())));
        SortedMap<String, VolumeName> volumes = new TreeMap<>();
        for (String path : image.volumes()) {
            if (!mounted.contains(plain(path))) {
                String slug = path.replaceAll("[^A-Za-z0-9_.]+", "-").replaceAll("^-+|-+$", "");
                String text = name.release().project() + "_" + name.release().application() + "-" + slug;
                volumes.put(path, new VolumeName(text, false));
            }
        }
        return volumes;
    }

    /**
     * Docker lets the siblings reach a container by its host name too, and nobody can take that away again: one that must
     * not answer to the application's name yet is called by its own.
     */
    private String hostname(InstanceStart start) {
        return start.answersToApplication()
                ? start.name().release().application().text()
                : names.container(start.name());
    }

    private ObjectNode host(InstanceStart start, EngineImage image) {
        Release release = start.release();
        ObjectNode host = object();
        host.put("NetworkMode", names.network(start.name().release().project()));
        host.set("RestartPolicy", restart(start.restart()));
        host.put("Init", init(release.invocation(), image));
        texts(host.putArray("CapDrop"), List.of("ALL"));
        SortedSet<String> capabilities = new TreeSet<>(KEPT_CAPABILITIES);
        release.privileges().capAdd().forEach(added -> capabilities.add(capability(added)));
        texts(host.putArray("CapAdd"), capabilities);
        texts(host.putArray("SecurityOpt"), List.of("no-new-privileges:true"));
        host.put("ReadonlyRootfs", release.privileges().readOnly());
        resources(host, start.resources());
        ObjectNode log = host.putObject("LogConfig");
        log.put("Type", "json-file");
        log.putObject("Config").put("max-size", "10m").put("max-file", "3");
        ObjectNode bindings = host.putObject("PortBindings");
        for (PublishedPort port : release.ports()) {
            bindings.withArray("/" + port(port).replace("~", "~0").replace("/", "~1"))
                    .addObject()
                    .put("HostIp", port.address())
                    .put("HostPort", Integer.toString(port.hostPort()));
        }
        mounts(host, start, image);
        if (!release.sysctls().isEmpty()) {
            ObjectNode sysctls = host.putObject("Sysctls");
            release.sysctls().forEach(sysctls::put);
        }
        return host;
    }

    private void mounts(ObjectNode host, InstanceStart start, EngineImage image) {
        ArrayNode mounts = host.putArray("Mounts");
        ObjectNode tmpfs = object();
        for (Mount mount : start.release().mounts()) {
            if (mount instanceof Mount.Volume volume) {
                VolumeName name = start.release().volumes().get(volume.name());
                if (name == null) {
                    throw new IllegalStateException(start.name() + " mounts the unknown volume " + volume.name());
                }
                mount(mounts, "volume", names.volume(name), volume.target(), volume.readOnly());
            } else if (mount instanceof Mount.Bind bind) {
                mount(mounts, "bind", bind.source(), bind.target(), bind.readOnly());
            } else if (mount instanceof Mount.Tmpfs memory) {
                tmpfs.put(memory.target(), memory.options());
            }
        }
        undeclared(start.name(), start.release(), image)
                .forEach((path, name) -> mount(mounts, "volume", names.volume(name), path, false));
        if (!tmpfs.isEmpty()) {
            host.set("Tmpfs", tmpfs);
        }
    }

    private static void mount(ArrayNode mounts, String type, String source, String target, boolean readOnly) {
        mounts.addObject()
                .put("Type", type)
                .put("Source", source)
                .put("Target", target)
                .put("ReadOnly", readOnly);
    }

    private ObjectNode labels(InstanceName name, Release release) {
        ObjectNode all = object();
        release.labels().forEach((key, value) -> {
            if (!key.startsWith(Labels.PREFIX)) {
                all.put(key, value);
            }
        });
        labels.of(name, release.fingerprint().recipe()).forEach(all::put);
        return all;
    }

    private static void resources(ObjectNode host, Resources resources) {
        // Memory and swap together are the limit: an instance that swaps slows everything down.
        resources.memory().ifPresent(bytes -> host.put("Memory", bytes).put("MemorySwap", bytes));
        if (resources.cpus().isPresent()) {
            host.put("CpuPeriod", CPU_PERIOD).put("CpuQuota", quota(resources));
        }
        host.put("PidsLimit", resources.pids());
    }

    private static long quota(Resources resources) {
        return Math.max(1000, Math.round(resources.cpus().getAsDouble() * CPU_PERIOD));
    }

    private static ObjectNode restart(Restart restart) {
        ObjectNode policy = object();
        if (restart instanceof Restart.UnlessStopped) {
            policy.put("Name", "unless-stopped");
        } else if (restart instanceof Restart.OnFailure failure) {
            policy.put("Name", "on-failure").put("MaximumRetryCount", failure.attempts());
        } else {
            policy.put("Name", "no");
        }
        return policy;
    }

    /** An entrypoint {@code /init} is an init system itself and has to be process 1. */
    private static boolean init(Invocation invocation, EngineImage image) {
        List<String> entrypoint = invocation.entrypoint().orElse(image.entrypoint());
        return invocation
                .init()
                .orElse(entrypoint.isEmpty() || !entrypoint.get(0).equals("/init"));
    }

    private static int seconds(Invocation invocation) {
        return Math.toIntExact(invocation.stopGracePeriod().plusMillis(999).toSeconds());
    }

    private static String port(PublishedPort port) {
        return port.port() + "/" + port.protocol().name().toLowerCase(Locale.ROOT);
    }

    private static String capability(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring(4) : upper;
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void texts(ArrayNode list, Collection<String> texts) {
        texts.forEach(list::add);
    }

    private static ObjectNode object() {
        return DockerApi.JSON.createObjectNode();
    }
}
