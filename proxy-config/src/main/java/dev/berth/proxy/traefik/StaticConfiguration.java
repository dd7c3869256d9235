package dev.berth.proxy.traefik;

import java.time.Duration;
import java.util.List;

/**
 * What Traefik is started with. It reads one directory and nothing else: no Docker socket, no environment, no calls
 * home.
 *
 * @param web where plain HTTP comes in, {@code [ADDRESS]:PORT}
 * @param websecure where HTTPS comes in
 * @param api where the API (with {@link ApiAccess}) and {@code /ping} answer; never published
 * @param directory the dynamic files, as Traefik sees the path
 */
public record StaticConfiguration(String web, String websecure, String api, String directory) {

    /** How long a client may take to send one request with its body: long uploads on slow lines. */
    private static final Duration READ_TIMEOUT = Duration.ofHours(1);
    /** Reloads come at most this often; a change is served some 40 to 120 ms after it. Traefik's default is 2 s. */
    private static final Duration THROTTLE = Duration.ofMillis(50);

    /** Ports inside a container, above 1024 so that no privilege is needed: 8000, 8443 and 8099. */
    public static StaticConfiguration inContainer(String directory) {
        return new StaticConfiguration(":8000", ":8443", ":8099", directory);
    }

    /** The arguments after {@code traefik}, in a fixed order. */
    public List<String> arguments() {
        return List.of(
                "--entryPoints.web.address=" + web,
                "--entryPoints.web.allowACMEByPass=true",
                "--entryPoints.web.http.aliasHeadersStrategy=delete",
                "--entryPoints.web.transport.respondingTimeouts.readTimeout=" + READ_TIMEOUT.toSeconds() + "s",
                "--entryPoints.websecure.address=" + websecure,
                "--entryPoints.websecure.allowACMEByPass=true",
                "--entryPoints.websecure.http.aliasHeadersStrategy=delete",
                "--entryPoints.websecure.transport.respondingTimeouts.readTimeout=" + READ_TIMEOUT.toSeconds() + "s",
                "--entryPoints.api.address=" + api,
                "--entryPoints.api.http.aliasHeadersStrategy=delete",
                "--providers.file.directory=" + directory,
                "--providers.file.watch=true",
                "--providers.providersThrottleDuration=" + THROTTLE.toMillis() + "ms",
                "--api=true",
                "--api.dashboard=false",
                "--api.insecure=false",
                "--ping=true",
                "--ping.entryPoint=api",
                "--log.level=INFO",
                "--log.format=common",
                "--log.noColor=true",
                "--global.checkNewVersion=false",
                "--global.sendAnonymousUsage=false");
    }

    /** The arguments of {@code traefik healthcheck}, which asks a Traefik on the same machine or in the container. */
    public List<String> healthCheckArguments() {
        return List.of("healthcheck", "--entryPoints.api.address=" + api, "--ping=true", "--ping.entryPoint=api");
    }
}
