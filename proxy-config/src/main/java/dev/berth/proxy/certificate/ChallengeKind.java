package dev.berth.proxy.certificate;

/** How an authority lets us show that a name is ours (RFC 8555 section 8, RFC 8737). */
public enum ChallengeKind {
    HTTP_01("http-01"),
    TLS_ALPN_01("tls-alpn-01"),
    DNS_01("dns-01");

    private final String text;

    ChallengeKind(String text) {
        this.text = text;
    }

    /** As the protocol names it. */
    public String text() {
        return text;
    }
}
