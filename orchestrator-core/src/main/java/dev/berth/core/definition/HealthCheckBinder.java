package dev.berth.core.definition;

import dev.berth.core.project.HealthCheck;
import dev.berth.core.yaml.YamlScalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code healthcheck}: by http, tcp or a command. */
final class HealthCheckBinder {
    private static final Duration STABLE = Duration.ofSeconds(5);

    private HealthCheckBinder() {}

    /** Empty: the image's, or what follows from the port. */
    static Optional<HealthCheck> bind(Fields application, OptionalInt port) {
        return application.part("healthcheck").flatMap(fields -> bindPart(fields, port));
    }

    private static Optional<HealthCheck> bindPart(Fields fields, OptionalInt port) {
        List<String> kinds = List.of("http", "tcp", "command");
        List<String> given = kinds.stream().filter(fields::has).toList();
        boolean disabled = fields.flag("disable", false);
        if (disabled && given.isEmpty()) {
            return Optional.of(check(fields, new HealthCheck.Running(STABLE)));
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
        if (given.isEmpty()) {
            boolean foreign = fields.whole().get("test").isPresent();
            if (!foreign) {
                fields.problems()
                        .error(
                                fields.whole(),
                                "the health check does not say what to check",
                                "add  http: /path,  tcp: true  or  command: [CMD, ARGUMENT]");
            }
            return Optional.empty();
        }
        return probe(fields, given.get(0), port).map(probe -> check(fields, probe));
    }

    private static HealthCheck check(Fields fields, HealthCheck.Probe probe) {
        Duration standard = Duration.ofSeconds(30);
        return new HealthCheck(
                probe,
                positive(fields, "interval").orElse(standard),
                positive(fields, "timeout").orElse(standard),
                fields.whole("retries").orElse(3),
                fields.span("start_period").orElse(Duration.ZERO));
    }

    private static Optional<Duration> positive(Fields fields, String key) {
        Optional<Duration> span = fields.span(key);
        if (span.isPresent() && span.get().isZero()) {
            fields.problems().error(fields.at(key), key + " must be more than nothing", "write  " + key + ": 5s");
            return Optional.empty();
        }
        return span;
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
                .filter(n -> n instanceof YamlScalar s && s.text().equals("true"))
                .isPresent();
        if (!own) {
            OptionalInt given = fields.whole("tcp");
            return given.isPresent() ? Optional.of(new HealthCheck.Tcp(given.getAsInt())) : Optional.empty();
        }
        if (port.isEmpty()) {
            noPort(fields, "tcp");
            return Optional.empty();
        }
        return Optional.of(new HealthCheck.Tcp(port.getAsInt()));
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
