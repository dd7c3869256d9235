package dev.berth.core.docker;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 range from which each project's network gets a small subnet of its own: 126 addresses, or all of a smaller
 * range.
 */
public record SubnetPool(int base, int bits) {
    private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final int SUBNET_BITS = 25;

    /** What is used when nobody says otherwise. */
    public static final SubnetPool DEFAULT = of("10.201.0.0/16");

    /** @throws IllegalArgumentException with the broken rule in a user's words */
    public static SubnetPool of(String cidr) {
        Range range = Range.of(cidr)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a subnet pool is an IPv4 range such as 10.201.0.0/16, not \"" + cidr + "\""));
        if (range.bits < 8 || range.bits > 28) {
            throw new IllegalArgumentException("a subnet pool has between 8 and 28 bits, not \"" + cidr + "\"");
        }
        if (range.base != (range.base & mask(range.bits))) {
            throw new IllegalArgumentException("\"" + cidr + "\" is not the first address of its range: write "
                    + text(range.base & mask(range.bits), range.bits));
        }
        return new SubnetPool(range.base, range.bits);
    }

    /**
     * The first subnet that overlaps none of {@code taken}, which are IPv4 ranges; others among them are passed over, and so
     * is a range of no bits, which Java tells of an interface that goes away while it is asked.
     */
    public Optional<String> free(Collection<String> taken) {
        var ranges = taken.stream()
                .map(Range::of)
                .flatMap(Optional::stream)
                .filter(range -> range.bits > 0)
                .toList();
        int size = Math.max(bits, SUBNET_BITS);
        long step = 1L << (32 - size);
        long first = Integer.toUnsignedLong(base);
        long end = first + (1L << (32 - bits));
        for (long at = first; at < end; at += step) {
            Range candidate = new Range((int) at, size);
            if (ranges.stream().noneMatch(candidate::overlaps)) {
                return Optional.of(text(candidate.base, size));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text(base, bits);
    }

    private static int mask(int bits) {
        return bits == 0 ? 0 : -1 << (32 - bits);
    }

    private static String text(int base, int bits) {
        return (base >>> 24) + "." + (base >>> 16 & 255) + "." + (base >>> 8 & 255) + "." + (base & 255) + "/" + bits;
    }

    private record Range(int base, int bits) {
        static Optional<Range> of(String cidr) {
            Matcher matcher = CIDR.matcher(cidr);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int address = 0;
            for (int i = 1; i <= 4; i++) {
                int part = Integer.parseInt(matcher.group(i));
                if (part > 255) {
                    return Optional.empty();
                }
                address = address << 8 | part;
            }
            int bits = Integer.parseInt(matcher.group(5));
            return bits > 32 ? Optional.empty() : Optional.of(new Range(address, bits));
        }

        boolean overlaps(Range other) {
            int common = mask(Math.min(bits, other.bits));
            return (base & common) == (other.base & common);
        }
    }
}
