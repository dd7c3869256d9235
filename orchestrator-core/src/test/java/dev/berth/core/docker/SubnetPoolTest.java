package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SubnetPoolTest {
    @Test
    void theFirstFreeSubnetIsTaken() {
        SubnetPool pool = SubnetPool.of("10.201.0.0/16");
        assertEquals(Optional.of("10.201.0.0/25"), pool.free(List.of()));
        assertEquals(
                Optional.of("10.201.1.128/25"), pool.free(List.of("10.201.0.0/24", "10.201.1.7/32", "192.168.0.0/16")));
        assertEquals(Optional.of("10.201.0.0/25"), pool.free(List.of("10.201.7.1/0")));
        assertEquals(Optional.of("10.201.0.128/25"), pool.free(List.of("10.201.0.1/25", "fe80::1/64", "nonsense")));
    }

    @Test
    void aPoolHasAnEnd() {
        SubnetPool pool = SubnetPool.of("10.201.0.0/23");
        List<String> taken = new ArrayList<>();
        for (Optional<String> next = pool.free(taken); next.isPresent(); next = pool.free(taken)) {
            taken.add(next.get());
        }
        assertEquals(List.of("10.201.0.0/25", "10.201.0.128/25", "10.201.1.0/25", "10.201.1.128/25"), taken);
        assertEquals(Optional.empty(), pool.free(List.of("10.0.0.0/8")));
    }

    @Test
    void aSmallPoolIsOneSubnet() {
        SubnetPool pool = SubnetPool.of("10.201.0.64/28");
        assertEquals(Optional.of("10.201.0.64/28"), pool.free(List.of()));
        assertEquals(Optional.empty(), pool.free(List.of("10.201.0.64/28")));
    }

    @Test
    void nonsenseIsRefusedWithTheRule() {
        assertRefused("a subnet pool is an IPv4 range such as 10.201.0.0/16, not \"fd00::/64\"", "fd00::/64");
        assertRefused("a subnet pool is an IPv4 range such as 10.201.0.0/16, not \"10.0.0.256/16\"", "10.0.0.256/16");
        assertRefused("a subnet pool has between 8 and 28 bits, not \"10.0.0.0/30\"", "10.0.0.0/30");
        assertRefused("\"10.201.7.0/16\" is not the first address of its range: write 10.201.0.0/16", "10.201.7.0/16");
    }

    private static void assertRefused(String message, String cidr) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> SubnetPool.of(cidr))
                        .getMessage());
    }
}
