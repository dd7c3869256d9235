package dev.berth.api.cli;

/**
 * Where the daemon is.
 *
 * @param prefix of every path, for a daemon behind a proxy; empty or begins with {@code /}
 */
record DaemonAddress(boolean tls, String host, int port, String prefix) {
    private static final String STANDARD = "http://127.0.0.1:7070";

    /** From {@code BERTH_URL}; the daemon of this machine when that is unset. */
    static DaemonAddress of(Surroundings surroundings) {
        String url = surroundings.variable("BERTH_URL");
        return parse(url.isEmpty() ? STANDARD : url);
    }

    private static DaemonAddress parse(String url) {
        boolean tls = url.startsWith("https://");
        if (!tls && !url.startsWith("http://")) {
            throw wrong(url);
        }
        String rest = url.substring(tls ? 8 : 7);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String prefix = slash < 0 ? "" : rest.substring(slash);
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.indexOf(']');
        String host = port ? authority.substring(0, colon) : authority;
        String number = port ? authority.substring(colon + 1) : tls ? "443" : "80";
        if (host.isEmpty()
                || host.indexOf('@') >= 0
                || prefix.indexOf(' ') >= 0
                || !Arguments.isNumber(number, 1)
                || Integer.parseInt(number) > 65535) {
            throw wrong(url);
        }
        return new DaemonAddress(tls, host, Integer.parseInt(number), prefix);
    }

    private static CommandFailure wrong(String url) {
        return CommandFailure.input(
                "BERTH_URL is \"" + url + "\"; it must be like " + STANDARD + " or https://berth.example.org");
    }

    /** For a socket: without the brackets of an IPv6 address. */
    String socketHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** For the {@code Host} header. */
    String authority() {
        boolean usual = port == (tls ? 443 : 80);
        return usual ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + prefix;
    }
}
