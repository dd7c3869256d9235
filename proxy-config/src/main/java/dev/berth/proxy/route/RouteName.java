package dev.berth.proxy.route;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Whose route it is: an owner (one file of Traefik's), an application of that owner, and the route's place in the
 * application's list, from 0. Written {@code shop_web_0}: the underscore stands in neither name, so that the
 * application {@code b-c} of {@code a} and {@code c} of {@code a-b} never meet.
 */
public record RouteName(String owner, String application, int index) implements Comparable<RouteName> {

    /** What an owner and an application may be called. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private static final Comparator<RouteName> ORDER = Comparator.comparing(RouteName::owner)
            .thenComparing(RouteName::application)
            .thenComparingInt(RouteName::index);

    public RouteName {
        requireName(owner);
        requireName(application);
        if (index < 0) {
            throw new IllegalArgumentException("a route's index is 0 or more, not " + index);
        }
    }

    /**
     * Answers the name when it is one of an owner or an application.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is not a name: it has 1 to 63 lower-case letters, digits or hyphens, a letter first");
        }
        return name;
    }

    @Override
    public int compareTo(RouteName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return owner + "_" + application + "_" + index;
    }
}
