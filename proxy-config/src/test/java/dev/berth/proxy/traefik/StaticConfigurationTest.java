package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StaticConfigurationTest {

    @Test
    void traefikReadsOneDirectoryAndNothingElse() {
        assertEquals(
                """
                --entryPoints.web.address=:8000
                --entryPoints.web.allowACMEByPass=true
                --entryPoints.web.http.aliasHeadersStrategy=delete
                --entryPoints.web.transport.respondingTimeouts.readTimeout=3600s
                --entryPoints.websecure.address=:8443
                --entryPoints.websecure.allowACMEByPass=true
                --entryPoints.websecure.http.aliasHeadersStrategy=delete
                --entryPoints.websecure.transport.respondingTimeouts.readTimeout=3600s
                --entryPoints.api.address=:8099
                --entryPoints.api.http.aliasHeadersStrategy=delete
                --providers.file.directory=/etc/berth/dynamic
                --providers.file.watch=true
                --providers.providersThrottleDuration=50ms
                --api=true
                --api.dashboard=false
                --api.insecure=false
                --ping=true
                --ping.entryPoint=api
                --log.level=INFO
                --log.format=common
                --log.noColor=true
                --global.checkNewVersion=false
                --global.sendAnonymousUsage=false""",
                String.join(
                        "\n",
                        StaticConfiguration.inContainer("/etc/berth/dynamic").arguments()));
    }

    @Test
    void thePasswordOfTheApiIsLongAndNeverPrinted() {
        assertThrows(IllegalArgumentException.class, () -> new ApiAccess("short"));
        assertThrows(IllegalArgumentException.class, () -> new ApiAccess("{".repeat(43)));
        assertFalse(new ApiAccess("a".repeat(43)).toString().contains("aaa"));
    }
}
