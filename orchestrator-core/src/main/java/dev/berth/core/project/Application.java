package dev.berth.core.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A declared thing that runs, as valid as a definition by itself can be.
 *
 * @param port where it listens for web traffic
 * @param replicas at least 1
 * @param sticky whether a client stays with one instance, by a cookie
 * @param retry whether a request that met an instance that is gone goes to another one: a GET or HEAD also when it
 *     got a 502, any other while nothing of it was sent
 * @param healthCheck empty: the image's, else TCP on {@code port}, else running for 5 s
 * @param job runs to completion, once a release
 */
public record Application(
        ApplicationName name,
        Source source,
        Invocation invocation,
        Map<String, String> labels,
        Map<String, Template> env,
        List<Mount> mounts,
        List<MountedFile> files,
        OptionalInt port,
        List<Domain> domains,
        List<PublishedPort> ports,
        int replicas,
        boolean sticky,
        boolean retry,
        Restart restart,
        Optional<HealthCheck> healthCheck,
        List<Dependency> dependsOn,
        boolean job,
        Resources resources,
        DeployPolicy deploy,
        List<Verification> verify,
        Privileges privileges) {
    public Application {
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
        env = java.util.Collections.unmodifiableMap(new TreeMap<>(env));
        mounts = List.copyOf(mounts);
        files = List.copyOf(files);
        domains = List.copyOf(domains);
        ports = List.copyOf(ports);
        dependsOn = List.copyOf(dependsOn);
        verify = List.copyOf(verify);
    }

    /** An application with nothing but a name and a source. */
    public static Application of(ApplicationName name, Source source) {
        return new Application(
                name,
                source,
                Invocation.OF_THE_IMAGE,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                List.of(),
                List.of(),
                1,
                false,
                true,
                Restart.UNLESS_STOPPED,
                Optional.empty(),
                List.of(),
                false,
                Resources.DEFAULT,
                DeployPolicy.DEFAULT,
                List.of(),
                Privileges.LEAST);
    }

    /** Which of the old and the new release goes first: the user's wish, else by what two of them would fight over. */
    public DeployPolicy.Order order() {
        return deploy.order()
                .orElseGet(() -> fights() ? DeployPolicy.Order.STOP_FIRST : DeployPolicy.Order.START_FIRST);
    }

    private boolean fights() {
        return !ports.isEmpty() || mounts.stream().anyMatch(m -> m instanceof Mount.Volume v && !v.readOnly());
    }
}
