package dev.berth.proxy.traefik;

import dev.berth.proxy.route.RouteName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one owner has in Traefik's files: a part for each application that has routes. Immutable.
 */
public record PublishedOwner(String owner, SortedMap<String, PublishedApplication> applications) {

    public PublishedOwner {
        RouteName.requireName(owner);
        SortedMap<String, PublishedApplication> copy = new TreeMap<>(applications);
        copy.values().removeIf(application -> application.part().isEmpty());
        applications = Collections.unmodifiableSortedMap(copy);
    }

    static PublishedOwner none(String owner) {
        return new PublishedOwner(owner, new TreeMap<>());
    }

    /**
     * Takes an owner's configuration apart.
     *
     * @throws IllegalArgumentException when something in it is named as nothing of this owner is, or is no route
     */
    static PublishedOwner of(String owner, DynamicConfiguration configuration) {
        if (configuration.tcp() != null || configuration.tls() != null) {
            throw new IllegalArgumentException("an owner has routes only, no section \"tcp\" or \"tls\"");
        }
        SortedMap<String, PublishedApplication> applications = new TreeMap<>();
        for (String application : applications(owner, configuration)) {
            DynamicConfiguration part = configuration.only(RouteTranslation.prefix(owner, application));
            applications.put(application, new PublishedApplication(part));
        }
        return new PublishedOwner(owner, applications);
    }

    /** Everything of this owner, as it stands in its file. */
    public DynamicConfiguration configuration() {
        return DynamicConfiguration.merge(
                applications.values().stream().map(PublishedApplication::part).toList());
    }

    /** This with exactly that for the application; with an empty part the application is gone. */
    PublishedOwner with(String application, PublishedApplication published) {
        SortedMap<String, PublishedApplication> changed = new TreeMap<>(applications);
        changed.put(application, published);
        return new PublishedOwner(owner, changed);
    }

    private static SortedSet<String> applications(String owner, DynamicConfiguration configuration) {
        SortedSet<String> applications = new TreeSet<>();
        Stream.of(
                        configuration.routers(),
                        configuration.middlewares(),
                        configuration.services(),
                        configuration.serversTransports())
                .flatMap(section -> section.keySet().stream())
                .forEach(name -> applications.add(application(owner, name)));
        return applications;
    }

    private static String application(String owner, String name) {
        String[] pieces = name.split("_", 3);
        if (pieces.length < 3 || !pieces[0].equals(owner)) {
            throw new IllegalArgumentException("\"" + name + "\" is not a name that " + owner + " gives");
        }
        return RouteName.requireName(pieces[1]);
    }
}
