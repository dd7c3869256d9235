package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;

/** How an authority lets us show that a name is ours (RFC 8555 section 8, RFC 8737, RFC 8738). */
public enum ChallengeKind {
    HTTP_01("http-01"),
    TLS_ALPN_01("tls-alpn-01"),
    DNS_01("dns-01");

    private final String text;

    ChallengeKind(String text) {
        this.text = text;
    }

    /** Whether it can show that this name is ours: a wildcard is shown by DNS only, an address never. */
    public boolean shows(HostName name) {
        boolean byDns = this == DNS_01;
        return name.isWildcard() ? byDns : !(byDns && name.isAddress());
    }

    /** As the protocol names it. */
    public String text() {
        return text;
    }
}
