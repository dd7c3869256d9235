package dev.berth.proxy.route;

import java.util.Comparator;

/** Where requests come in: a host and the paths of it that are meant. Two routes with one address are a conflict. */
public record Address(HostName host, PathPrefix path) implements Comparable<Address> {

    private static final Comparator<Address> ORDER =
            Comparator.comparing(Address::host).thenComparing(Address::path);

    /** Reads both parts; see {@link HostName#of} and {@link PathPrefix#of} for what is refused. */
    public static Address of(String host, String path) {
        return new Address(HostName.of(host), PathPrefix.of(path));
    }

    @Override
    public int compareTo(Address other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return path.isRoot() ? host.inUrl() : host.inUrl() + path.text();
    }
}
