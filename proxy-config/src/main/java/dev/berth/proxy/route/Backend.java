package dev.berth.proxy.route;

import java.util.List;
import java.util.Optional;

/**
 * Who answers: the servers, sorted and each once, and how requests are spread over them. No server at all is a route
 * that answers 503.
 *
 * @param sticky whether a cookie keeps a browser on the server that answered it first
 * @param check the proxy's own look at the servers
 * @param retry whether a GET or HEAD that reached no server, or one that hung up, is tried on another one, and any other
 *     request as long as nothing of it was sent
 * @param fallback who answers while none of the servers passes the check or some twenty requests in a row had no answer or
 *     5xx, and with {@code retry} also a GET or HEAD that the servers did not answer
 */
public record Backend(
        List<Upstream> upstreams,
        boolean sticky,
        Optional<UpstreamCheck> check,
        boolean retry,
        List<Upstream> fallback) {

    public Backend {
        upstreams = upstreams.stream().distinct().sorted().toList();
        fallback = fallback.stream().distinct().sorted().toList();
    }

    /** Nobody stands by. */
    public Backend(List<Upstream> upstreams, boolean sticky, Optional<UpstreamCheck> check, boolean retry) {
        this(upstreams, sticky, check, retry, List.of());
    }

    /** The servers, one after another, with nothing special. */
    public static Backend of(List<Upstream> upstreams) {
        return new Backend(upstreams, false, Optional.empty(), false);
    }
}
