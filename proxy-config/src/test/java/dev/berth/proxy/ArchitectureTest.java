package dev.berth.proxy;

import dev.berth.house.HouseRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("proxy-config", "dev.berth.proxy");
    }

    @Override
    protected Set<String> timekeepers() {
        // Waits for Traefik's answers, of which this module alone knows.
        return Set.of("TraefikApi");
    }

    @Override
    protected Set<String> writers() {
        return Set.of("AtomicFile");
    }

    @Test
    void routesFilesAndPapersKnowOnlyTheJavaPlatform() {
        assertSeesOnly(List.of("file", "x509"), room("route"), room("file"), "java..", "javax.security..");
        // And how browsers read names in other scripts.
        assertSeesOnly(List.of("route"), "java..", "com.ibm.icu.text..");
        assertSeenOnlyBy(List.of("route"), "com.ibm.icu..");
    }

    @Test
    void onlyAcmeSeesTheLibrariesOfCertificates() {
        assertSeenOnlyBy(List.of("acme"), "org.shredzone..", "org.jose4j..", "org.bouncycastle..");
        // Before an authority is asked, we look at DNS ourselves.
        assertSeenOnlyBy(List.of("preflight", "acme"), "org.xbill..");
    }
}
