package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.PublishedPort.Protocol;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports of the host, in Compose's short and long syntax; ranges of equal length are written out. */
final class PortBinder {
    private static final Pattern SHORT = Pattern.compile(
            "(?:(?<ip>[0-9]+(?:\\.[0-9]+){3}|\\[[0-9A-Fa-f:.]+]):)?(?:(?<from>[0-9]{1,5})(?:-(?<to>[0-9]{1,5}))?:)?"
                    + "(?<inner>[0-9]{1,5})(?:-(?<innerTo>[0-9]{1,5}))?(?:/(?<protocol>[a-z]+))?");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LONGEST_RANGE = 100;

    private final Fields application;
    private final List<Placed<PublishedPort>> ports = new ArrayList<>();

    private PortBinder(Fields application) {
        this.application = application;
    }

    static List<Placed<PublishedPort>> bind(Fields application) {
        PortBinder binder = new PortBinder(application);
        for (YamlNode item : application.items("ports")) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                binder.shortForm(scalar);
            } else {
                binder.longForm(Fields.of(item, RoutingKeys.PUBLISHED, application.problems()));
            }
        }
        return binder.ports;
    }

    private void shortForm(YamlScalar scalar) {
        if (SourceBinder.refusesShellVariable(application, scalar)) {
            return;
        }
        Matcher port = SHORT.matcher(scalar.text());
        if (!port.matches()) {
            error(scalar, "\"" + Excerpt.of(scalar.text()) + "\" is not a published port");
            return;
        }
        if (port.group("from") == null) {
            application
                    .problems()
                    .error(
                            scalar,
                            "\"" + scalar.text() + "\" names no port of the host",
                            "write both:  - \"" + scalar.text() + ":" + scalar.text()
                                    + "\";  web traffic needs no published port but  port:  and  domain:");
            return;
        }
        Optional<Protocol> protocol = protocol(port.group("protocol"));
        Optional<String> address = address(port.group("ip"));
        int from = Integer.parseInt(port.group("from"));
        int inner = Integer.parseInt(port.group("inner"));
        int length = length(from, port.group("to"));
        boolean valid = protocol.isPresent()
                && address.isPresent()
                && length == length(inner, port.group("innerTo"))
                && length >= 1
                && length <= LONGEST_RANGE
                && isPort(from)
                && isPort(inner)
                && isPort(from + length - 1)
                && isPort(inner + length - 1);
        if (!valid) {
            error(scalar, "\"" + Excerpt.of(scalar.text()) + "\" is not a published port");
            return;
        }
        for (int i = 0; i < length; i++) {
            add(scalar, address.get(), from + i, inner + i, protocol.get());
        }
    }

    private static int length(int from, String to) {
        return to == null ? 1 : Integer.parseInt(to) - from + 1;
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65535;
    }

    private static Optional<Protocol> protocol(String text) {
        if (text == null || text.equals("tcp")) {
            return Optional.of(Protocol.TCP);
        }
        return text.equals("udp") ? Optional.of(Protocol.UDP) : Optional.empty();
    }

    private static Optional<String> address(String text) {
        if (text == null) {
            return Optional.of(LOOPBACK);
        }
        String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        return IPV4.matcher(bare).matches() || IPV6.matcher(bare).matches() ? Optional.of(bare) : Optional.empty();
    }

    private void longForm(Fields port) {
        OptionalInt target = port.whole("target");
        OptionalInt published = port.whole("published");
        Optional<String> address = address(port.text("host_ip").orElse(null));
        if (address.isEmpty()) {
            application.problems().error(port.at("host_ip"), "this is not an IP address", "write  host_ip: 0.0.0.0");
        }
        Optional<Protocol> protocol = protocol(port.text("protocol").orElse(null));
        if (target.isPresent() && published.isPresent() && address.isPresent() && protocol.isPresent()) {
            add(port.at("published"), address.get(), published.getAsInt(), target.getAsInt(), protocol.get());
        }
    }

    private void add(Located at, String address, int hostPort, int port, Protocol protocol) {
        ports.add(new Placed<>(new PublishedPort(address, hostPort, port, protocol), at));
    }

    private void error(Located at, String what) {
        application
                .problems()
                .error(
                        at,
                        what,
                        "write  [ADDRESS:]HOST_PORT:PORT[/udp]  with ports from 1 to 65535, such as  - \"8080:80\"");
    }
}
