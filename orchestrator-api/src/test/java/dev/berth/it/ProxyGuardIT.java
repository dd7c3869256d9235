package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The proxy stands on every project's network; nobody gets through it to another one, nor into it. */
class ProxyGuardIT {
    private static final String PROJECT =
            """
            project: %s
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: {host: %s.guard.test, https: false}
                healthcheck: {http: /hostname, interval: 1s}
              client:
                build:
                  dockerfile_inline: |
                    FROM debian:bookworm-slim
                    COPY --from=busybox /bin/busybox /bin/busybox
                command: [sleep, infinity]
                cap_add: [NET_ADMIN]
                healthcheck: {command: ["true"], interval: 1s}
            """;
    private static TestDaemon daemon;

    @BeforeAll
    static void twoRoutedProjects() {
        daemon = TestDaemon.start();
        daemon.applied("left", PROJECT.formatted("left", "left"));
        daemon.applied("right", PROJECT.formatted("right", "right"));
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    private static String proxy() {
        return daemon.container("proxy", "traefik");
    }

    private static String address(String container, String network) {
        String format = "{{(index .NetworkSettings.Networks \"" + daemon.instance + "-" + network + "\").IPAddress}}";
        return Docker.run("inspect", "-f", format, container);
    }

    /** What a request of the client answers; empty when nothing does. */
    private static String ask(String address, int port, String path) {
        String request = "exec 3<>/dev/tcp/" + address + "/" + port + " && printf 'GET " + path
                + " HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3";
        return inLeft("timeout", "3", "bash", "-c", request).text();
    }

    private static Docker.Answer inLeft(String... command) {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "exec";
        arguments[1] = daemon.container("left", "client");
        System.arraycopy(command, 0, arguments, 2, command.length);
        return Docker.attempt(arguments);
    }

    @Test
    void aNeighbourWithAllPowerOverItsNetworkDoesNotGetThrough() {
        String neighbour = address(daemon.container("right", "web"), "right");
        String ours = address(daemon.container("left", "web"), "left");
        String way = address(proxy(), "left");
        Docker.Answer route = inLeft("busybox", "ip", "route", "add", neighbour + "/32", "via", way);
        assertEquals(0, route.code(), route.text());
        assertTrue(ask(ours, 8000, "/hostname").contains("200 OK"), "the client reaches its own sibling");
        assertFalse(ask(neighbour, 8000, "/hostname").contains("HTTP"));
    }

    @Test
    void theProxysApiIsClosedToApplications() {
        String proxy = address(proxy(), "left");
        for (String path : List.of("/api/http/routers", "/api/rawdata", "/api/overview", "/dashboard/")) {
            String answer = ask(proxy, 8099, path);
            assertTrue(answer.contains(" 401 ") || answer.contains(" 404 "), path + ": " + answer);
        }
        assertTrue(ask(proxy, 8099, "/api/http/routers").contains(" 401 "));
    }

    @Test
    void theProxyHasNoSocketOfTheEngineNoEnvironmentAndNoPrivileges() {
        assertEquals(
                "/etc/traefik/dynamic false",
                Docker.run("inspect", "-f", "{{range .Mounts}}{{.Destination}} {{.RW}}{{end}}", proxy()));
        assertEquals(
                "[\"ALL\"] true [\"no-new-privileges:true\"] {\"net.ipv4.ip_forward\":\"0\"} false",
                Docker.run(
                        "inspect",
                        "-f",
                        "{{json .HostConfig.CapDrop}} {{.HostConfig.ReadonlyRootfs}} {{json .HostConfig.SecurityOpt}}"
                                + " {{json .HostConfig.Sysctls}} {{.HostConfig.Privileged}}",
                        proxy()));
        String environment = Docker.run("inspect", "-f", "{{range .Config.Env}}{{.}} {{end}}", proxy());
        assertTrue(
                environment.strip().startsWith("PATH=") && !environment.strip().contains(" "), environment);
    }
}
