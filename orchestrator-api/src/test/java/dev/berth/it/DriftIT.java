package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an administrator changes about a container that runs on is put back, told in the events, and loses no request. */
@Order(8)
class DriftIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HOST = "web.drift.test";
    private static TestDaemon daemon;

    @BeforeAll
    static void aRoutedApplication() {
        daemon = TestDaemon.start();
        daemon.applied(
                "drift",
                "project: drift\napplications:\n"
                        + ScriptedShop.application("web", "web.drift.test", "1", "good", 8000)
                        + "    healthcheck: {http: /health, interval: 1s}\n    resources: {memory: 128M}\n");
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    private static String web() {
        return daemon.container("drift", "web");
    }

    private static String inspected(String format) {
        return Docker.run("inspect", "-f", format, web());
    }

    /** Does something to the container and waits until it is as before; visitors come all the time. */
    private static void isPutBackWithoutLoss(String looked, String told, String... command) {
        String name = web();
        String before = inspected(looked);
        String started = inspected("{{.State.StartedAt}}");
        try (Visitors visitors = new Visitors(daemon.httpPort, HOST, Duration.ofMillis(100))) {
            Eventually.holds("visitors come", SOON, () -> visitors.served() > 50);
            Docker.run(command);
            Eventually.holds(() -> "it is told\n" + daemon.berth("events").text(), SOON, () -> daemon.berth("events")
                    .text()
                    .contains(told));
            Eventually.holds(
                    () -> "it is as before: " + before + ", not " + inspected(looked) + "\n" + daemon.log(),
                    SOON,
                    () -> daemon.containers("drift", "web").equals(List.of(name))
                            && inspected(looked).equals(before));
            int served = visitors.served();
            Eventually.holds("visitors still come", SOON, () -> visitors.served() > served + 50);
            Evidence.assertEqual(List.of(), visitors.takeLost(), daemon::log);
        }
        assertEquals(started, inspected("{{.State.StartedAt}}"), "nothing was restarted");
    }

    @Test
    void aRenamedContainerGetsItsNameBack() {
        String other = daemon.instance + "-mine";
        isPutBackWithoutLoss("{{.Name}}", "somebody renamed it to " + other, "rename", web(), other);
    }

    @Test
    void aContainerConnectedElsewhereIsOnItsProjectsNetworkOnly() {
        isPutBackWithoutLoss(
                "{{range $n, $v := .NetworkSettings.Networks}}{{$n}} {{end}}",
                "disconnect drift-web-",
                "network",
                "connect",
                "bridge",
                web());
    }

    @Test
    void changedLimitsArePutBack() {
        isPutBackWithoutLoss(
                "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}",
                "somebody changed its limits",
                "update",
                "--memory",
                "200m",
                "--memory-swap",
                "200m",
                "--pids-limit",
                "77",
                web());
    }

    @Test
    void swapThatSomebodyAllowedIsTakenAwayAgain() {
        isPutBackWithoutLoss(
                "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}",
                "somebody changed its limits",
                "update",
                "--memory-swap",
                "-1",
                web());
    }

    /** These the engine cannot unset. */
    @ParameterizedTest
    @CsvSource({"cpuset-cpus, 0", "cpu-shares, 512", "memory-reservation, 33554432"})
    void oneWithAnotherLimitGivesWayToANewOneWithoutLoss(String option, String value) {
        String before = web();
        try (Visitors visitors = new Visitors(daemon.httpPort, HOST, Duration.ofMillis(100))) {
            Eventually.holds("visitors come", SOON, () -> visitors.served() > 50);
            Docker.run("update", "--" + option, value, before);
            Eventually.holds(
                    () -> "only a new one runs\n"
                            + daemon.berth("status", "drift").text() + daemon.log(),
                    Duration.ofSeconds(60),
                    () -> daemon.containers("drift", "web").size() == 1 && !web().equals(before));
            Evidence.assertEqual(List.of(), visitors.takeLost(), daemon::log);
        }
        assertEquals(
                "0 0 0",
                inspected("{{.HostConfig.CpusetCpus}}{{.HostConfig.CpusetMems}}{{.HostConfig.CpuShares}}"
                                + " {{.HostConfig.MemoryReservation}} {{.HostConfig.BlkioWeight}}")
                        .stripTrailing());
        String told = daemon.berth("events").text();
        assertTrue(told.contains("somebody gave it " + option + " " + value), told);
    }

    @Test
    void aChangedRestartPolicyIsPutBack() {
        isPutBackWithoutLoss(
                "{{.HostConfig.RestartPolicy.Name}}",
                "somebody changed its restart policy on the engine to always",
                "update",
                "--restart",
                "always",
                web());
    }

    @Test
    void aContainerThatWasRenamedAndStoppedIsBackUnderItsName() {
        String name = web();
        String other = daemon.instance + "-gone";
        Docker.run("rename", name, other);
        Docker.attempt("stop", "-t", "1", other);
        Eventually.holds(
                () -> "it runs under its name\n" + daemon.log(),
                SOON,
                () -> daemon.containers("drift", "web").equals(List.of(name))
                        && inspected("{{.State.Running}}").equals("true")
                        && daemon.visit(HOST, "/").statusCode() == 200);
    }
}
