package dev.berth.proxy.acme;

import dev.berth.proxy.route.HostName;
import org.shredzone.acme4j.Identifier;

/** What an authority calls a host: a name (RFC 8555 section 7.1.3) or an address (RFC 8738). */
final class Identifiers {
    private static final String HEX = "0123456789abcdef";

    private Identifiers() {}

    /** An address in the form of RFC 5952, which the library's own way of making one does not give. */
    static Identifier of(HostName host) {
        return host.isAddress() ? new Identifier(Identifier.TYPE_IP, host.text()) : Identifier.dns(host.text());
    }

    /** Which server name tls-alpn-01 asks for: of an address its name in the reverse tree (RFC 8738 section 6). */
    static HostName serverName(HostName host) {
        return host.address()
                .map(address -> HostName.of(reverse(address.getAddress())))
                .orElse(host);
    }

    private static String reverse(byte[] address) {
        StringBuilder name = new StringBuilder();
        for (int i = address.length - 1; i >= 0; i--) {
            int value = address[i] & 0xff;
            if (address.length == 4) {
                name.append(value).append('.');
            } else {
                name.append(HEX.charAt(value & 0xf))
                        .append('.')
                        .append(HEX.charAt(value >> 4))
                        .append('.');
            }
        }
        return name + (address.length == 4 ? "in-addr.arpa" : "ip6.arpa");
    }
}
