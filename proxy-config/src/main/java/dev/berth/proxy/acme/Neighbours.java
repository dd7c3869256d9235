package dev.berth.proxy.acme;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Those on the network of one of this machine's addresses. Any container reaches every address of the machine it runs on;
 * only the proxy and what is on its own network has a question to ask.
 *
 * @param prefix the length of the network's part in bits
 */
record Neighbours(InetAddress address, int prefix) {
    /** Everybody where the network is not known. */
    static Neighbours of(InetAddress address) throws SocketException {
        int prefix = Optional.ofNullable(NetworkInterface.getByInetAddress(address))
                .flatMap(link -> link.getInterfaceAddresses().stream()
                        .filter(Objects::nonNull)
                        .filter(own -> address.equals(own.getAddress()))
                        .findFirst())
                .map(InterfaceAddress::getNetworkPrefixLength)
                .map(Short::intValue)
                .orElse(0);
        return new Neighbours(address, prefix);
    }

    boolean has(InetAddress peer) {
        byte[] ours = address.getAddress();
        byte[] theirs = peer.getAddress();
        int whole = prefix / Byte.SIZE;
        int rest = prefix % Byte.SIZE;
        return prefix == 0
                || ours.length == theirs.length
                        && Arrays.equals(ours, 0, whole, theirs, 0, whole)
                        && (rest == 0 || (ours[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0);
    }
}
