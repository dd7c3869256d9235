package dev.berth.proxy.route;

import java.net.URI;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * One server that answers for a route, by plain HTTP. The host is {@code NAME.NETWORK} of a container: a bare name or
 * an alias may exist on several networks that the proxy has joined, and would then lead to another owner's server.
 */
public record Upstream(String host, int port) implements Comparable<Upstream> {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,252}");
    private static final Comparator<Upstream> ORDER =
            Comparator.comparing(Upstream::host).thenComparingInt(Upstream::port);

    public Upstream {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("\"" + host + "\" is not the name of a server: letters, digits, \".\", "
                    + "\"_\" and \"-\", at most 253");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is from 1 to 65535, not " + port);
        }
    }

    public static Upstream of(String host, int port) {
        return new Upstream(host, port);
    }

    /** Reads what {@link #url} writes; anything else is an {@link IllegalArgumentException}. */
    public static Upstream ofUrl(String url) {
        URI uri = URI.create(url);
        int colon = uri.getRawAuthority() == null ? -1 : uri.getRawAuthority().lastIndexOf(':');
        if (colon < 0 || !url.equals("http://" + uri.getRawAuthority())) {
            throw new IllegalArgumentException("\"" + url + "\" is not of the form http://HOST:PORT");
        }
        return new Upstream(
                uri.getRawAuthority().substring(0, colon),
                Integer.parseInt(uri.getRawAuthority().substring(colon + 1)));
    }

    public String url() {
        return "http://" + host + ":" + port;
    }

    @Override
    public int compareTo(Upstream other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
