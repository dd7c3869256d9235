package dev.berth.api.http;

import java.util.regex.Pattern;

/**
 * Refuses requests under a foreign host name where the server listens on the loopback interface only: a web page could
 * let its own name point here and so have a browser ask.
 */
final class HostCheck {
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern LOCAL =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final boolean loopback;

    HostCheck(String listenAddress) {
        loopback = LOCAL.matcher(listenAddress).matches() || listenAddress.equals("::1");
    }

    void require(String host) {
        if (!loopback || host == null) { // a browser always names one
            return;
        }
        String name = PORT.matcher(host).replaceFirst("");
        if (!LOCAL.matcher(name).matches()) {
            throw ApiException.of(
                    421,
                    "Not this host",
                    "this server is only asked as localhost, not as \"" + name + "\"",
                    "use http://localhost:PORT, or start the daemon with --listen on another address");
        }
    }
}
