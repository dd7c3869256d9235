package dev.berth.it;

import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One kind of deployment, with a project of its own, which can be ordered round after round. */
enum CrashKind {
    FIRST("succeeded", 1),
    CHANGE("succeeded", 1),
    DOWNTIME("succeeded", 1),
    BUILD("succeeded", 1),
    UP("succeeded", 3),
    DOWN("succeeded", 1),
    STOP("succeeded", 0),
    START("succeeded", 1),
    RESTART("succeeded", 1),
    JOB("succeeded", 1),
    BROKEN("failed", 1),
    MOVE("succeeded", 1),
    ROLLBACK("succeeded", 1),
    DEPLOY("succeeded", 1),
    LEAVE("succeeded", 1),
    COME("succeeded", 1),
    DELETE("succeeded", 0);

    /** How it ends. */
    final String outcome;
    /** How many instances of the application that serves run then. */
    final int running;

    CrashKind(String outcome, int running) {
        this.outcome = outcome;
        this.running = running;
    }

    static List<CrashKind> all() {
        return List.of(values());
    }

    /** In the order in which {@link #prepare} finds what it needs. */
    static List<CrashKind> prepared() {
        return Stream.of(values())
                .sorted(Comparator.comparing(kind -> kind == UP || kind == STOP || kind == COME))
                .toList();
    }

    /** What makes this one possible once more; itself where that is so anyway. */
    CrashKind opposite() {
        return switch (this) {
            case FIRST -> DELETE;
            case DELETE -> FIRST;
            case UP -> DOWN;
            case DOWN -> UP;
            case STOP -> START;
            case START -> STOP;
            case LEAVE -> COME;
            case COME -> LEAVE;
            default -> this;
        };
    }

    /** It and its opposite have two projects, which they change by turns. */
    String project(int round) {
        return (round % 2 == 1 ? this : opposite()).name().toLowerCase(Locale.ROOT);
    }

    /** Whether the project answers at every moment. */
    boolean serves() {
        return switch (this) {
            case CHANGE, BUILD, UP, DOWN, RESTART, JOB, BROKEN, ROLLBACK, DEPLOY, LEAVE, COME -> true;
            default -> false;
        };
    }

    /** Which round its instances say they are of, after that round. */
    int told(int round) {
        return switch (this) {
            case FIRST, CHANGE, DOWNTIME, BUILD, JOB -> round;
            case ROLLBACK -> (round + 1) % 2; // it goes back and forth between the two that were there before
            default -> 0;
        };
    }

    /** The host under which it serves after a round. */
    String host(int round) {
        return host(project(round), round);
    }

    private String host(String project, int round) {
        return "web" + (this == MOVE ? round : "") + "." + project + ".test";
    }

    /** Makes what the first round begins with: that is round 0, but nobody dies in it. */
    void prepare(TestDaemon daemon) {
        if (this != FIRST && this != DELETE) {
            daemon.applied(project(1), (this == COME ? LEAVE : this).file(project(1), 0));
        }
        if (this == ROLLBACK) {
            daemon.applied(project(1), file(project(1), 1));
        }
        if (this == FIRST || this == UP || this == STOP || this == COME) {
            daemon.awaitEnd(order(daemon, 0).headers().firstValue("Location").orElseThrow());
        }
    }

    HttpResponse<String> order(TestDaemon daemon, int round) {
        String path = "/projects/" + project(round);
        String web = path + "/applications/web/";
        return switch (this) {
            case UP -> daemon.api("POST", web + "scale", "{\"replicas\": 3}");
            case DOWN -> daemon.api("POST", web + "scale", "{\"replicas\": 1}");
            case STOP, START, RESTART -> daemon.api("POST", web + name().toLowerCase(Locale.ROOT), "");
            case ROLLBACK -> daemon.api("POST", web + "rollback", "{}");
            case DEPLOY -> daemon.api("POST", web + "deployments", "");
            case DELETE -> daemon.api("DELETE", path, "");
            case LEAVE -> daemon.api("PUT", path + "?remove=true", file(project(round), round));
            default -> daemon.api("PUT", path, file(project(round), round));
        };
    }

    private boolean isSameEachRound() {
        return this == MOVE || this == LEAVE || this == COME;
    }

    private String file(String project, int round) {
        String image = "image: busybox";
        String more = "";
        String before = "";
        String command = "[httpd, -f, -p, \"8000\", -h, /etc]";
        switch (this) {
            case BROKEN -> command = round == 0 ? command : "[sh, -c, \"exit 3\"]";
            case DOWNTIME -> more = "volumes: [data:/data]";
            case BUILD -> image = "build: {dockerfile_inline: \"FROM busybox\\nRUN echo %d\"}".formatted(round);
            case DEPLOY -> {
                String each = "FROM busybox\\nRUN cat /proc/sys/kernel/random/uuid > /each";
                image = "build: {no_cache: true, dockerfile_inline: \"" + each + "\"}";
            }
            case COME ->
                before =
                        """
                          extra:
                            image: busybox
                            env: {ROUND: "0"}
                            command: [sleep, "1000"]
                            healthcheck: {command: ["true"], interval: 1s}
                            deploy: {monitor: 300ms, drain: 1s}
                        """;
            case JOB -> {
                more = "depends_on: {job: {condition: service_completed_successfully}}";
                before =
                        """
                          job:
                            image: busybox
                            job: true
                            env: {ROUND: "%d"}
                            command: [echo, done]
                        """
                                .formatted(round);
            }
            default -> {}
        }
        return """
                project: %s
                applications:
                %s  web:
                    %s
                    env: {ROUND: "%d"}
                    command: %s
                    port: 8000
                    domain: {host: %s, https: false}
                    healthcheck: {http: /hostname, interval: 1s}
                    deploy: {monitor: 300ms, drain: 1s%s}
                    %s
                """
                .formatted(
                        project,
                        before,
                        image,
                        isSameEachRound() ? 0 : round,
                        command,
                        host(project, round),
                        this == DEPLOY ? ", keep: 0" : "",
                        more);
    }
}
