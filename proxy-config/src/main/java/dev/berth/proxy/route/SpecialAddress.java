package dev.berth.proxy.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Addresses that are nobody's on the Internet (RFC 6890 and IANA's registries of special-purpose addresses). */
final class SpecialAddress {
    private static final List<Range> RANGES = List.of(
            Range.of("127.0.0.0", 8, "an address of this machine only"),
            Range.of("10.0.0.0", 8, "a private address"),
            Range.of("172.16.0.0", 12, "a private address"),
            Range.of("192.168.0.0", 16, "a private address"),
            Range.of("100.64.0.0", 10, "an address behind a provider's NAT"),
            Range.of("169.254.0.0", 16, "an address of one link only"),
            Range.of("192.0.2.0", 24, "an address for documentation"),
            Range.of("198.51.100.0", 24, "an address for documentation"),
            Range.of("203.0.113.0", 24, "an address for documentation"),
            Range.of("0.0.0.0", 8, "a reserved address"),
            Range.of("192.0.0.0", 24, "a reserved address"),
            Range.of("192.88.99.0", 24, "a reserved address"),
            Range.of("198.18.0.0", 15, "an address for measurements"),
            Range.of("::1", 128, "an address of this machine only"),
            Range.of("fc00::", 7, "a private address"),
            Range.of("fe80::", 10, "an address of one link only"),
            Range.of("2001:db8::", 32, "an address for documentation"),
            Range.of("3fff::", 20, "an address for documentation"),
            Range.of("2001::", 23, "a reserved address"),
            Range.of("2002::", 16, "an address made from an IPv4 address"));

    private static final Range GLOBAL = Range.of("2000::", 3, "");

    private record Range(byte[] bytes, int bits, String what) {
        static Range of(String text, int bits, String what) {
            try {
                return new Range(InetAddress.getByName(text).getAddress(), bits, what);
            } catch (java.net.UnknownHostException e) {
                throw new IllegalStateException(text + " is an address", e);
            }
        }

        boolean holds(byte[] address) {
            if (address.length != bytes.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private SpecialAddress() {}

    /** What kind of address it is, for people; empty for one that the Internet leads to. */
    static Optional<String> kind(InetAddress address) {
        byte[] bytes = address.getAddress();
        Optional<String> special = RANGES.stream()
                .filter(range -> range.holds(bytes))
                .map(Range::what)
                .findFirst();
        boolean isGlobal = bytes.length == 4 || GLOBAL.holds(bytes);
        return special.isPresent() || isGlobal ? special : Optional.of("a reserved address");
    }
}
