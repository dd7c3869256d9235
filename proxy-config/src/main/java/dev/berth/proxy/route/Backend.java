package dev.berth.proxy.route;

import java.util.List;
import java.util.Optional;

/**
 * Who answers: the servers, sorted and each once, and how requests are spread over them. No server at all is a route
 * that answers 503.
 *
 * @param sticky whether a cookie keeps a browser on the server that answered it first
 * @param check the proxy's own look at the servers
 * @param retry whether a GET or HEAD that reached no server is tried on another one; never another method
 */
public record Backend(List<Upstream> upstreams, boolean sticky, Optional<UpstreamCheck> check, boolean retry) {

    public Backend {
        upstreams = upstreams.stream().distinct().sorted().toList();
    }

    /** The servers, one after another, with nothing special. */
    public static Backend of(List<Upstream> upstreams) {
        return new Backend(upstreams, false, Optional.empty(), false);
    }
}
