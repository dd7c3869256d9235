package dev.berth.core.definition;

import java.util.List;

/** The keys of an application. */
final class ApplicationKeys {
    static final Section BUILD = Section.of(
                    "a build",
                    Key.of("context", Texts.TEXT, "the directory that is built, relative to this file", "./web")
                            .orElse("the file's own directory; none with `dockerfile_inline`"),
                    Key.of("dockerfile", Texts.TEXT, "the Dockerfile, relative to the context", "Dockerfile.prod")
                            .orElse("`Dockerfile`"),
                    Key.of("dockerfile_inline", Texts.TEXT, "the Dockerfile's own text", "\"FROM busybox\""),
                    Key.of("target", Texts.TEXT, "the stage to build", "production")
                            .orElse("the last"),
                    Key.of("args", Texts.ENVIRONMENT, "build arguments", "{VERSION: '1.2'}"),
                    Key.of("no_cache", Texts.FLAG, "whether each build begins from nothing", "true")
                            .orElse("false"))
            .refusing(Foreign.BUILD);

    static final Section HEALTH_CHECK = Section.of(
                    "a health check",
                    Key.of("http", Texts.REQUEST, "the path that answers 2xx or 3xx when all is well", "/health"),
                    Key.of(
                            "tcp",
                            Shape.either(Texts.PORT, new Shape.Yes()),
                            "the port that accepts connections when all is well, or true for the application's `port`",
                            "5432"),
                    Key.of(
                            "command",
                            Texts.COMMAND,
                            "the command that exits with 0 when all is well",
                            "[redis-cli, ping]"),
                    Key.of("port", Texts.PORT, "the port that `http` asks", "8080")
                            .orElse("the application's `port`"),
                    Key.of("interval", Texts.SPAN, "the time between two checks, at least 100ms", "5s")
                            .orElse("30s"),
                    Key.of("timeout", Texts.SPAN, "how long one check may take", "3s")
                            .orElse("30s"),
                    Key.of("retries", new Shape.Whole(1, 1000), "failures in a row that make it unhealthy", "3")
                            .orElse("3"),
                    Key.of("start_period", Texts.SPAN, "how long failures after the start do not count", "60s")
                            .orElse("0s"),
                    Key.of("disable", Texts.FLAG, "whether there is no check but that it runs", "true")
                            .orElse("false"))
            .refusing(Foreign.HEALTH_CHECK);

    static final Section MOUNT = Section.of(
                    "a mount",
                    Key.of("type", new Shape.Choice(List.of("volume", "bind", "tmpfs")), "its kind", "volume")
                            .orElse("volume"),
                    Key.of("source", Texts.TEXT, "the volume's name or the host's directory", "data"),
                    Key.of("target", Texts.ABSOLUTE, "the absolute path inside", "/data"),
                    Key.of("read_only", Texts.FLAG, "whether it cannot be written", "true")
                            .orElse("false"),
                    Key.of(
                            "tmpfs",
                            new Shape.Part(Section.of(
                                    "tmpfs options",
                                    Key.of("size", Texts.SIZE, "its size", "64m"),
                                    Key.of(
                                            "mode",
                                            new Shape.Form("permission bits such as 0755", "^(0o?)?[0-7]{3,4}$"),
                                            "its permission bits",
                                            "0755"))),
                            "options of a tmpfs",
                            "{size: 64m}"))
            .requiring("target")
            .refusing(Foreign.MOUNT);

    static final Section FILE = Section.of(
                    "a file",
                    Key.of("path", Texts.ABSOLUTE, "the absolute path inside", "/etc/app.conf"),
                    Key.of("content", Texts.TEXT, "the file's text; references are resolved", "\"listen 80\""),
                    Key.of(
                                    "mode",
                                    new Shape.Form("permission bits such as 0644", "^(0o?)?[0-7]{3,4}$"),
                                    "permission bits",
                                    "0644")
                            .orElse("0644"),
                    Key.of("uid", Texts.whole(0), "owner and group inside", "1000")
                            .orElse("0"))
            .requiring("path", "content");

    static final Section DEPENDENCY = Section.of(
                    "a dependency",
                    Key.of(
                                    "condition",
                                    new Shape.Choice(List.of(
                                            "service_started", "service_healthy", "service_completed_successfully")),
                                    "how far it has to be",
                                    "service_healthy")
                            .orElse("service_started"))
            .refusing(Foreign.DEPENDENCY);

    static final Section RESOURCES = Section.of(
                    "resources",
                    Key.of("memory", Texts.SIZE, "the most memory", "512M"),
                    Key.of("cpus", new Shape.Decimal(), "the most processors", "0.5"),
                    Key.of("pids", new Shape.Whole(1, 4194304), "the most processes and threads", "200")
                            .orElse("4096"))
            .refusing(Foreign.RESOURCES);

    static final Section DEPLOY = Section.of(
                    "a deploy policy",
                    Key.of(
                                    "order",
                                    new Shape.Choice(List.of("start-first", "stop-first")),
                                    "which of the new and the old release goes first",
                                    "stop-first")
                            .orElse("start-first; stop-first with a host port or a writable volume"),
                    Key.of("patience", Texts.SPAN, "how long a new instance may take until it is healthy", "2m")
                            .orElse("60s, at least `start_period + retries × interval`"),
                    Key.of(
                                    "drain",
                                    Texts.SPAN,
                                    "how long what is in flight to the old release may take to end, once it gets nothing new any more",
                                    "30s")
                            .orElse("10s"),
                    Key.of(
                                    "monitor",
                                    Texts.SPAN,
                                    "how long a new release is watched, while the old one can take over again at once",
                                    "30s")
                            .orElse("10s"),
                    Key.of(
                                    "auto_rollback",
                                    Texts.FLAG,
                                    "whether a release that fails while it is watched gives way to the old one",
                                    "false")
                            .orElse("true"),
                    Key.of("keep", new Shape.Whole(0, 100), "how many earlier releases stay restorable", "3")
                            .orElse("5"))
            .refusing(Foreign.DEPLOY);

    static final Section VERIFICATION = Section.of(
                    "a verification",
                    Key.of("run", Texts.COMMAND, "the command to run inside", "[redis-cli, PING]"),
                    Key.of("prints", Texts.TEXT, "what it must print", "PONG"))
            .requiring("run", "prints");

    static final Section ENV_FILE = Section.of(
                    "an env file",
                    Key.of("path", Texts.TEXT, "the file, relative to this one", ".env.web"),
                    Key.of("required", Texts.FLAG, "whether it has to be there", "false")
                            .orElse("true"))
            .requiring("path")
            .refusing(Foreign.ENV_FILE);

    static final Section APPLICATION = Section.of(
                    "an application",
                    Key.of("image", Texts.TEXT, "the image by its reference", "redis:7"),
                    Key.of(
                            "build",
                            Shape.either(Texts.TEXT, new Shape.Part(BUILD)),
                            "the directory with the Dockerfile, or a mapping",
                            "."),
                    Key.of(
                            "env",
                            Texts.ENVIRONMENT,
                            "environment variables, as a mapping or a list; `${{secret.X}}`, `${{project.X}}` and `${{X}}` are replaced",
                            "{LOG_LEVEL: info, PASSWORD: '${{secret.PASSWORD}}'}"),
                    Key.of(
                            "env_file",
                            Shape.either(
                                    Texts.TEXT,
                                    new Shape.Part(ENV_FILE),
                                    new Shape.Items(Shape.either(Texts.TEXT, new Shape.Part(ENV_FILE)))),
                            "files with environment variables; `env` wins",
                            ".env.web"),
                    Key.of(
                            "volumes",
                            new Shape.Items(Shape.either(Texts.TEXT, new Shape.Part(MOUNT))),
                            "named volumes, which are kept for ever, and directories of the host",
                            "[data:/data, 'static:/srv:ro']"),
                    Key.of(
                            "files",
                            new Shape.Items(new Shape.Part(FILE)),
                            "small files put into each instance before it starts",
                            "[{path: /etc/app.conf, content: \"listen 80\"}]"),
                    Key.of("port", Texts.PORT, "the port that the application listens on", "3000"),
                    Key.of(
                            "domain",
                            Shape.either(Texts.TEXT, new Shape.Part(RoutingKeys.DOMAIN)),
                            "the host name or address under which the proxy serves it; needs a `port`",
                            "shop.example.org"),
                    Key.of(
                            "domains",
                            new Shape.Items(Shape.either(Texts.TEXT, new Shape.Part(RoutingKeys.DOMAIN))),
                            "several of them",
                            "[www.example.org, {host: example.org, path: /api}]"),
                    Key.of("healthcheck", new Shape.Part(HEALTH_CHECK), "how to tell that it works", "{http: /health}")
                            .orElse("the image's, else TCP on `port`, else running for 5 s"),
                    Key.of(
                            "depends_on",
                            Shape.either(
                                    new Shape.Items(Texts.TEXT),
                                    new Shape.Named(
                                            Texts.NAME, Shape.either(new Shape.Part(DEPENDENCY), new Shape.Nothing()))),
                            "the applications that have to be there before it",
                            "[redis]"),
                    Key.of("replicas", new Shape.Whole(1, 100), "how many instances run, behind one address", "2")
                            .orElse("1"),
                    Key.of("sticky", Texts.FLAG, "whether a client stays with one instance, by a cookie", "true")
                            .orElse("false"),
                    Key.of(
                                    "retry",
                                    Texts.FLAG,
                                    "whether a request that met an instance that is gone may go to another one",
                                    "false")
                            .orElse("true"),
                    Key.of(
                                    "restart",
                                    new Shape.Form(
                                            "one of unless-stopped, always, on-failure, on-failure:N, no",
                                            "^(unless-stopped|always|on-failure(:[0-9]{1,6})?|no|false)$"),
                                    "what happens when it ends by itself",
                                    "on-failure:3")
                            .orElse("`unless-stopped`"),
                    Key.of("job", Texts.FLAG, "whether it runs to completion, once a release", "true")
                            .orElse("false"),
                    Key.of(
                            "resources",
                            new Shape.Part(RESOURCES),
                            "the most that it may use",
                            "{memory: 512M, cpus: 0.5}"),
                    Key.of("deploy", new Shape.Part(DEPLOY), "how a new release takes over", "{patience: 2m}"),
                    Key.of(
                            "verify",
                            new Shape.Items(new Shape.Part(VERIFICATION)),
                            "commands for `berth verify` and what they must print",
                            "[{run: [redis-cli, PING], prints: PONG}]"),
                    Key.of(
                                    "command",
                                    Texts.COMMAND,
                                    "the command, as a list or split as a shell would",
                                    "[serve, --port, '80']")
                            .orElse("the image's"),
                    Key.of("entrypoint", Texts.COMMAND, "the entrypoint", "[/bin/tini, --]")
                            .orElse("the image's"),
                    Key.of("user", Texts.TEXT, "the user, by name or number, and group", "'1000:1000'")
                            .orElse("the image's"),
                    Key.of("working_dir", Texts.ABSOLUTE, "the working directory", "/app")
                            .orElse("the image's"),
                    Key.of("init", Texts.FLAG, "whether a tiny init is process 1", "false")
                            .orElse("true, unless the entrypoint is `/init`"),
                    Key.of("stop_grace_period", Texts.SPAN, "the time to end after SIGTERM", "30s")
                            .orElse("10s"),
                    Key.of(
                            "ports",
                            new Shape.Items(Shape.either(Texts.TEXT, new Shape.Part(RoutingKeys.PUBLISHED))),
                            "ports of the host that lead to it, on 127.0.0.1 unless an address is given",
                            "['8080:80', '0.0.0.0:53:53/udp']"),
                    Key.of("tmpfs", Texts.ONE_OR_MORE, "paths that are kept in memory", "[/run, '/tmp:size=64m']"),
                    Key.of("labels", Texts.LABELS, "labels of the container, as a mapping or a list", "{team: web}"),
                    Key.of("cap_add", Texts.ONE_OR_MORE, "capabilities beyond the small default set", "[NET_ADMIN]"),
                    Key.of("read_only", Texts.FLAG, "whether its root file system cannot be written", "true")
                            .orElse("false"))
            .choosing("keep one of the two", "image", "build")
            .refusing(Foreign.APPLICATION);

    private ApplicationKeys() {}
}
