package dev.berth.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NamesTest {

    private static final ReleaseName WEB =
            new ReleaseName(new ProjectName("shop"), new ApplicationName("web"), "3f9c2a1b");

    @Test
    void anInstanceIsNamedAfterItsReleaseAndSlot() {
        assertEquals("shop-web-3f9c2a1b-12", new InstanceName(WEB, 12).toString());
    }

    @Test
    void slotsAreSortedAsNumbers() {
        assertEquals(
                List.of("shop-web-3f9c2a1b-2", "shop-web-3f9c2a1b-10"),
                Stream.of(new InstanceName(WEB, 10), new InstanceName(WEB, 2))
                        .sorted()
                        .map(InstanceName::toString)
                        .toList());
    }

    @Test
    void aSlotIs1To999() {
        for (int slot : new int[] {0, -1, 1000}) {
            assertThrows(IllegalArgumentException.class, () -> new InstanceName(WEB, slot));
        }
        assertEquals("shop-web-3f9c2a1b-999", new InstanceName(WEB, 999).toString());
    }

    @Test
    void theLongestNameIsOneThatDnsCanResolve() {
        String longest = "a".repeat(20);
        ReleaseName release = new ReleaseName(ProjectName.of(longest), ApplicationName.of(longest), "3f9c2a1b");
        String withPrefix = "instance" + "-" + new InstanceName(release, 999);
        assertEquals(true, withPrefix.length() <= 63, withPrefix);
    }
}
