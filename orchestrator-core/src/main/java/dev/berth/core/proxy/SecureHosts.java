package dev.berth.core.proxy;

import dev.berth.core.project.Domain;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Store;
import dev.berth.proxy.route.HostName;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The hosts that are to be served over https: those of all accepted releases that did not decline it. */
public final class SecureHosts implements Supplier<Set<HostName>> {
    private final Store store;

    public SecureHosts(Store store) {
        this.store = store;
    }

    @Override
    public Set<HostName> get() {
        return store.accepted().projects().stream().flatMap(this::of).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The projects that have one of these hosts, or one below a wildcard of them. */
    public Set<ProjectName> projects(Set<HostName> names) {
        return store.accepted().projects().stream()
                .filter(project -> of(project).anyMatch(host -> names.stream().anyMatch(name -> name.covers(host))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<HostName> of(ProjectName project) {
        return store.accepted().state(project).applications().stream()
                .flatMap(application -> application.domains().stream())
                .filter(Domain::https)
                .map(domain -> HostName.of(domain.host()));
    }
}
