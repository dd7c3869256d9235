package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.Middleware;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.proxy.route.HostName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code middlewares} of a domain; what may stand in them is the proxy's to say. */
final class MiddlewareBinder {
    private MiddlewareBinder() {}

    static List<Middleware> bind(Fields domain) {
        List<Middleware> result = new ArrayList<>();
        for (YamlNode item : domain.items("middlewares")) {
            if (item instanceof YamlScalar scalar && scalar.text().equals("compress")) {
                result.add(new Middleware.Compress());
                continue;
            }
            domain.itemPart("middlewares", item).ifPresent(fields -> RoutingKeys.MIDDLEWARE.names().stream()
                    .filter(fields::has)
                    .forEach(name -> one(fields, name).ifPresent(result::add)));
        }
        return result;
    }

    private static Optional<Middleware> one(Fields fields, String name) {
        return switch (name) {
            case "headers" -> fields.part(name).flatMap(part -> headers(fields, part));
            case "basic_auth" -> {
                List<String> users = texts(
                        fields,
                        name,
                        MiddlewareBinder::user,
                        "write the output of  htpasswd -nB NAME  in single quotes, each $ once");
                yield users.isEmpty() ? Optional.empty() : Optional.of(new Middleware.BasicAuth(users));
            }
            case "rate_limit" -> rateLimit(fields);
            case "max_body" -> maxBody(fields);
            case "ip_allow" -> {
                List<String> ranges = texts(fields, name, MiddlewareBinder::range, "write one such as  10.0.0.0/8");
                yield ranges.isEmpty() ? Optional.empty() : Optional.of(new Middleware.IpAllow(ranges));
            }
            case "compress" -> fields.yes(name) ? Optional.of(new Middleware.Compress()) : Optional.empty();
            default -> redirect(fields);
        };
    }

    private static void user(String text) {
        new dev.berth.proxy.route.Middleware.BasicAuth(List.of(text));
    }

    private static void range(String text) {
        if (!IpText.isRange(text)) {
            throw new IllegalArgumentException(
                    "\"" + Excerpt.of(text) + "\" is not an IP address or range such as 10.0.0.0/8 or fd00::/8");
        }
        new dev.berth.proxy.route.Middleware.IpAllow(List.of(text));
    }

    private static Optional<Middleware> maxBody(Fields fields) {
        OptionalLong bytes = fields.size("max_body");
        boolean right = bytes.isPresent()
                && follows(
                        fields,
                        fields.at("max_body"),
                        () -> new dev.berth.proxy.route.Middleware.MaxBody(bytes.getAsLong()),
                        "write one such as  max_body: 10M");
        return right ? Optional.of(new Middleware.MaxBody(bytes.getAsLong())) : Optional.empty();
    }

    private static Optional<Middleware> headers(Fields fields, Fields part) {
        if (part.entries("request").isEmpty() && part.entries("response").isEmpty()) {
            part.problems()
                    .error(
                            fields.keyAt("headers"),
                            "there is no header to set",
                            "write  headers: {response: {X-Frame-Options: DENY}}");
            return Optional.empty();
        }
        return Optional.of(new Middleware.Headers(headers(part, "request"), headers(part, "response")));
    }

    private static Map<String, String> headers(Fields part, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : part.entries(key)) {
            if (!(entry.value() instanceof YamlScalar scalar)) {
                part.problems()
                        .error(
                                entry.value(),
                                "the value of a header is one text, not " + Fields.shown(entry.value()),
                                "write  " + entry.name() + ": value");
                continue;
            }
            String value = scalar.isNull() ? "" : scalar.text();
            Map<String, String> bare = Map.of(entry.name(), "");
            boolean named = header(part, entry.key(), bare, "write a name such as  X-Frame-Options");
            boolean fits = named && header(part, scalar, Map.of(entry.name(), value), "write it in one line");
            if (fits) {
                headers.put(entry.name(), value);
            }
        }
        return headers;
    }

    private static boolean header(Fields part, Located at, Map<String, String> header, String remedy) {
        return follows(
                part,
                at,
                () -> new dev.berth.proxy.route.Middleware.Headers(new TreeMap<>(header), new TreeMap<>()),
                remedy);
    }

    private static List<String> texts(Fields fields, String key, Consumer<String> rule, String remedy) {
        List<YamlNode> items = fields.items(key);
        if (items.isEmpty()) {
            fields.wrong(key, fields.node(key).orElseThrow());
        }
        List<String> result = new ArrayList<>();
        for (YamlNode item : items) {
            if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
                fields.wrongItem(key, item);
            } else if (follows(fields, item, () -> rule.accept(scalar.text()), remedy)) {
                result.add(scalar.text());
            }
        }
        return result;
    }

    private static Optional<Middleware> rateLimit(Fields fields) {
        return fields.part("rate_limit").flatMap(part -> {
            OptionalInt average = part.whole("average");
            OptionalInt burst = part.whole("burst");
            return average.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Middleware.RateLimit(average.getAsInt(), burst.orElse(average.getAsInt())));
        });
    }

    private static Optional<Middleware> redirect(Fields fields) {
        if (fields.node("redirect_to").orElseThrow() instanceof YamlScalar) {
            return fields.text("redirect_to").flatMap(text -> redirect(fields, fields.at("redirect_to"), text, true));
        }
        return fields.part("redirect_to").flatMap(part -> {
            boolean permanent = part.flag("permanent", true);
            return part.text("host").flatMap(text -> redirect(part, part.at("host"), text, permanent));
        });
    }

    private static Optional<Middleware> redirect(Fields fields, Located at, String text, boolean permanent) {
        boolean right = follows(
                fields,
                at,
                () -> new dev.berth.proxy.route.Middleware.RedirectTo(HostName.of(RouteText.host(text)), permanent),
                "write the bare host, such as  www.example.org");
        return right ? Optional.of(new Middleware.RedirectTo(RouteText.host(text), permanent)) : Optional.empty();
    }

    /** Whether a rule holds that says itself what is wrong. */
    private static boolean follows(Fields fields, Located at, Runnable rule, String remedy) {
        try {
            rule.run();
            return true;
        } catch (IllegalArgumentException e) {
            fields.problems().error(at, e.getMessage(), remedy);
            return false;
        }
    }
}
