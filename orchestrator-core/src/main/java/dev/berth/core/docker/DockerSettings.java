package dev.berth.core.docker;

import dev.berth.core.time.Timekeeper;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;
import java.util.function.Function;

/**
 * What the Docker engine has to know of its surroundings.
 *
 * @param host {@code unix:///…}; Berth and its engine share one machine
 * @param storeId the random id of the data directory, which marks what is ours
 * @param instance the name that goes before every name, for several daemons on one engine; often empty
 * @param subnets where the networks of projects are carved from
 * @param contexts opens the build context of a digest ({@code sha256:…}) as a plain tar
 * @param builds what builds may take of the engine's disk
 */
public record DockerSettings(
        URI host,
        String storeId,
        String instance,
        SubnetPool subnets,
        ProxyPlace proxy,
        Function<String, InputStream> contexts,
        Timekeeper time,
        BuildLimits builds) {
    /** Where Docker listens when nobody says otherwise. */
    public static final URI DEFAULT_HOST = URI.create("unix:///var/run/docker.sock");

    /** With the usual limits. */
    public DockerSettings(
            URI host,
            String storeId,
            String instance,
            SubnetPool subnets,
            ProxyPlace proxy,
            Function<String, InputStream> contexts,
            Timekeeper time) {
        this(host, storeId, instance, subnets, proxy, contexts, time, BuildLimits.DEFAULT);
    }

    public DockerSettings {
        Objects.requireNonNull(builds);
        Objects.requireNonNull(subnets);
        Objects.requireNonNull(proxy);
        Objects.requireNonNull(contexts);
        Objects.requireNonNull(time);
        if (!"unix".equals(host.getScheme())
                || host.getPath() == null
                || host.getPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "the Docker engine must be on this machine, such as " + DEFAULT_HOST + ", not \"" + host + "\"");
        }
        if (storeId.isEmpty()) {
            throw new IllegalArgumentException("the store has no id");
        }
        if (!instance.matches("|[a-z][a-z0-9]{0,7}")) {
            throw new IllegalArgumentException(
                    "an instance name is up to 8 lower-case letters and digits and begins with a letter, not \""
                            + instance + "\"");
        }
    }
}
