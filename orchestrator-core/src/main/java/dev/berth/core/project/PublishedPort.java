package dev.berth.core.project;

import java.util.Set;

/**
 * A port of the host that leads to an instance.
 *
 * @param address the host's address it is bound to; {@code 127.0.0.1} by default
 * @param hostPort 1 to 65535
 * @param port of the instance, 1 to 65535
 */
public record PublishedPort(String address, int hostPort, int port, Protocol protocol) {
    /** Transport protocols that can be published. */
    public enum Protocol {
        TCP,
        UDP
    }

    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    /** Whether the host can give only one of the two at a time. */
    public boolean clashesWith(PublishedPort other) {
        boolean sameAddress = address.equals(other.address) || ANY.contains(address) || ANY.contains(other.address);
        return sameAddress && hostPort == other.hostPort && protocol == other.protocol;
    }
}
