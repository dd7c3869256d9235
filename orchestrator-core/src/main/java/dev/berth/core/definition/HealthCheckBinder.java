package dev.berth.core.definition;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.yaml.YamlScalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code healthcheck}: by http, tcp or a command. */
final class HealthCheckBinder {
    private static final List<String> KINDS = List.of("http", "tcp", "command");
    /** More often would only make the machine busy. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private static final Duration STABLE = Duration.ofSeconds(5);
    private static final Duration STANDARD = Duration.ofSeconds(30);
    /** Whoever waits for it adds it to others of its kind; it also keeps sums of spans within what can be counted. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private HealthCheckBinder() {}

    /** Empty: the image's, or what follows from the port. */
    static Optional<HealthCheck> bind(Fields application, OptionalInt port) {
        return application.part("healthcheck").flatMap(fields -> bindPart(fields, port));
    }

    private static Optional<HealthCheck> bindPart(Fields fields, OptionalInt port) {
        HealthCheck times = times(fields);
        return probe(fields, port)
                .map(probe -> new HealthCheck(
                        probe, times.interval(), times.timeout(), times.retries(), times.startPeriod()));
    }

    private static HealthCheck times(Fields fields) {
        HealthCheck times = new HealthCheck(
                new HealthCheck.Running(STABLE),
                atLeast(fields, "interval").orElse(STANDARD),
                atLeast(fields, "timeout").orElse(STANDARD),
                fields.whole("retries").orElse(3),
                fields.span("start_period").orElse(Duration.ZERO));
        if (times.longest().compareTo(LONGEST) > 0) {
            fields.problems()
                    .error(
                            fields.whole(),
                            "with this health check it takes " + times.longest().toDays()
                                    + " days until an instance counts as unhealthy",
                            "keep start_period and retries × interval below 7 days");
        }
        return times;
    }

    private static Optional<Duration> atLeast(Fields fields, String key) {
        Optional<Duration> span = fields.span(key);
        if (span.isPresent() && span.get().compareTo(LEAST) < 0) {
            fields.problems()
                    .error(
                            fields.at(key),
                            key + " must be at least " + SpanText.write(LEAST) + ", not "
                                    + Fields.shown(fields.node(key).orElseThrow()),
                            "write  " + key + ": 5s");
            return Optional.empty();
        }
        return span;
    }

    private static Optional<HealthCheck.Probe> probe(Fields fields, OptionalInt port) {
        List<String> given = KINDS.stream().filter(fields::has).toList();
        boolean disabled = fields.flag("disable", false);
        if (disabled && given.isEmpty()) {
            return Optional.of(new HealthCheck.Running(STABLE));
        }
        if (disabled || given.size() > 1) {
            fields.problems()
                    .error(
                            fields.keyAt(disabled ? "disable" : given.get(1)),
                            "there is more than one kind of health check: " + String.join(", ", given)
                                    + (disabled ? ", disable" : ""),
                            "keep one of them");
            return Optional.empty();
        }
        if (!given.isEmpty()) {
            return probe(fields, given.get(0), port);
        }
        if (KINDS.stream().noneMatch(fields::isMeant)) {
            fields.problems()
                    .error(
                            fields.whole(),
                            "the health check does not say what to check",
                            "add  http: /path,  tcp: true  or  command: [CMD, ARGUMENT]");
        }
        return Optional.empty();
    }

    private static Optional<HealthCheck.Probe> probe(Fields fields, String kind, OptionalInt port) {
        OptionalInt own = fields.whole("port");
        if (fields.has("port") && !kind.equals("http")) {
            fields.problems()
                    .error(fields.keyAt("port"), "port belongs to an http check", "remove it, or write  tcp: PORT");
        }
        return switch (kind) {
            case "http" -> http(fields, own.isPresent() ? own : port);
            case "tcp" -> tcp(fields, port);
            default -> command(fields);
        };
    }

    private static Optional<HealthCheck.Probe> http(Fields fields, OptionalInt port) {
        Optional<String> path = fields.text("http");
        if (port.isEmpty() && !fields.has("port")) {
            noPort(fields, "http");
        }
        return path.isEmpty() || port.isEmpty()
                ? Optional.empty()
                : Optional.of(new HealthCheck.Http(port.getAsInt(), path.get()));
    }

    private static Optional<HealthCheck.Probe> tcp(Fields fields, OptionalInt port) {
        boolean own = fields.node("tcp")
                .filter(n -> n instanceof YamlScalar s && Shape.YES.contains(s.text()))
                .isPresent();
        OptionalInt asked = own ? port : fields.whole("tcp");
        if (own && port.isEmpty()) {
            noPort(fields, "tcp");
        }
        return asked.isPresent() ? Optional.of(new HealthCheck.Tcp(asked.getAsInt())) : Optional.empty();
    }

    private static void noPort(Fields fields, String key) {
        fields.problems()
                .error(fields.at(key), "the application has no port to check", "add  port: 3000  to the application");
    }

    private static Optional<HealthCheck.Probe> command(Fields fields) {
        Optional<List<String>> command = CommandLine.bind(fields, "command");
        if (command.isEmpty()) {
            return Optional.empty();
        }
        boolean compose = !command.get().isEmpty()
                && List.of("CMD", "CMD-SHELL", "NONE").contains(command.get().get(0));
        if (command.get().isEmpty() || compose) {
            fields.problems()
                    .error(
                            fields.at("command"),
                            compose
                                    ? "\"" + command.get().get(0) + "\" is a word of Compose's test:"
                                    : "the command is empty",
                            "write the command itself, such as  command: [redis-cli, ping]");
        }
        return Optional.of(new HealthCheck.Command(command.get()));
    }
}
