package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.PublishedPort.Protocol;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports of the host, in Compose's short and long syntax; ranges of equal length are written out. */
final class PortBinder {
    private static final Pattern SHORT = Pattern.compile("(?:(?<ip>\\[[^\\]]*]|[^:\\[\\]]*):)?(?<outer>[0-9-]{1,11}):"
            + "(?<inner>[0-9-]{1,11})(?:/(?<protocol>[^/]*))?");
    private static final Pattern INNER_ONLY = Pattern.compile("[0-9-]{1,11}(/[a-z]+)?");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST = 1000;

    private final Fields application;
    private final List<Placed<PublishedPort>> ports = new ArrayList<>();

    private PortBinder(Fields application) {
        this.application = application;
    }

    /** Ports of a range, 1 to 65535. */
    private record Range(int from, int length) {}

    static List<Placed<PublishedPort>> bind(Fields application) {
        PortBinder binder = new PortBinder(application);
        for (YamlNode item : application.items("ports")) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                binder.shortForm(scalar);
            } else {
                application.itemPart("ports", item).ifPresent(binder::longForm);
            }
            if (binder.ports.size() > MOST) {
                binder.error(item, "these are more than " + MOST + " ports", "publish fewer");
                return List.of();
            }
        }
        return binder.ports;
    }

    private void shortForm(YamlScalar scalar) {
        if (SourceBinder.refusesShellVariable(application, scalar)) {
            return;
        }
        String text = Excerpt.of(scalar.text());
        Matcher port = SHORT.matcher(scalar.text());
        if (INNER_ONLY.matcher(scalar.text()).matches()) {
            String bare = text.replaceFirst("/.*", "");
            error(
                    scalar,
                    "\"" + text + "\" names no port of the host",
                    "write both:  - \"" + bare + ":" + text
                            + "\";  web traffic needs no published port but  port:  and  domain:");
            return;
        }
        if (!port.matches()) {
            error(
                    scalar,
                    "\"" + text + "\" is not a published port",
                    "write  [ADDRESS:]HOST_PORT:PORT[/udp],  such as  - \"8080:80\"");
            return;
        }
        Optional<String> address = address(scalar, Optional.ofNullable(port.group("ip")));
        Optional<Range> outer = range(scalar, port.group("outer"));
        Optional<Range> inner = range(scalar, port.group("inner"));
        Optional<Protocol> protocol = protocol(scalar, port.group("protocol"));
        if (address.isPresent() && outer.isPresent() && inner.isPresent() && protocol.isPresent()) {
            add(scalar, address.get(), outer.get(), inner.get(), protocol.get());
        }
    }

    private void add(Located at, String address, Range outer, Range inner, Protocol protocol) {
        if (outer.length() != inner.length()) {
            error(
                    at,
                    "the port ranges have " + outer.length() + " and " + inner.length() + " ports",
                    "write two of the same length, such as  - \"8080-8081:80-81\"");
            return;
        }
        for (int i = 0; i < outer.length(); i++) {
            add(at, address, outer.from() + i, inner.from() + i, protocol);
        }
    }

    private Optional<Range> range(Located at, String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from >= 1 && to <= 65535 && from <= to) {
                return Optional.of(new Range(from, to - from + 1));
            }
        }
        error(
                at,
                "\"" + Excerpt.of(text) + "\" is neither a port from 1 to 65535 nor a range of them",
                "write such as  - \"8080:80\"  or  - \"8080-8081:80-81\"");
        return Optional.empty();
    }

    private Optional<Protocol> protocol(Located at, String text) {
        if (text == null || text.equals("tcp")) {
            return Optional.of(Protocol.TCP);
        }
        if (text.equals("udp")) {
            return Optional.of(Protocol.UDP);
        }
        error(at, "the protocol is tcp or udp, not \"" + Excerpt.of(text) + "\"", "write  - \"53:53/udp\"");
        return Optional.empty();
    }

    private Optional<String> address(Located at, Optional<String> written) {
        if (written.isEmpty()) {
            return Optional.of(LOOPBACK);
        }
        String bare = written.get().replaceAll("^\\[|]$", "");
        if (IpText.isAddress(bare)) {
            return Optional.of(bare.toLowerCase(Locale.ROOT));
        }
        error(
                at,
                "\"" + Excerpt.of(bare) + "\" is not an IP address of the host",
                "write one such as 0.0.0.0 for all, or none for this machine only");
        return Optional.empty();
    }

    private void longForm(Fields port) {
        OptionalInt target = port.whole("target");
        OptionalInt published = port.whole("published");
        Optional<String> address = address(port.at("host_ip"), port.text("host_ip"));
        Optional<String> protocol = port.text("protocol");
        if (target.isPresent() && published.isPresent() && address.isPresent()) {
            add(
                    port.at("published"),
                    address.get(),
                    published.getAsInt(),
                    target.getAsInt(),
                    protocol.filter("udp"::equals).isPresent() ? Protocol.UDP : Protocol.TCP);
        }
    }

    private void add(Located at, String address, int hostPort, int port, Protocol protocol) {
        ports.add(new Placed<>(new PublishedPort(address, hostPort, port, protocol), at));
    }

    private void error(Located at, String what, String remedy) {
        application.problems().error(at, what, remedy);
    }
}
