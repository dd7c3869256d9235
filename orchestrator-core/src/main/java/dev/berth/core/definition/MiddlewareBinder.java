package dev.berth.core.definition;

import dev.berth.core.project.Middleware;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code middlewares} of a domain. */
final class MiddlewareBinder {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Predicate<String> USER =
            Pattern.compile("[^:\\s]+:\\$\\S+|[^:\\s]+:\\{SHA}\\S+").asMatchPredicate();
    private static final Predicate<String> RANGE = Pattern.compile(
                    "[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?")
            .asMatchPredicate();

    private MiddlewareBinder() {}

    static List<Middleware> bind(Fields domain) {
        List<Middleware> result = new ArrayList<>();
        for (YamlNode item : domain.items("middlewares")) {
            if (item instanceof YamlScalar scalar && scalar.text().equals("compress")) {
                result.add(new Middleware.Compress());
                continue;
            }
            Fields fields = Fields.of(item, RoutingKeys.MIDDLEWARE, domain.problems());
            List<String> names =
                    RoutingKeys.MIDDLEWARE.names().stream().filter(fields::has).toList();
            if (names.size() > 1) {
                domain.problems()
                        .error(
                                item,
                                "one item is one middleware; here are " + String.join(", ", names),
                                "begin each with its own -");
            }
            names.forEach(name -> one(fields, name).ifPresent(result::add));
        }
        return result;
    }

    private static Optional<Middleware> one(Fields fields, String name) {
        return switch (name) {
            case "headers" ->
                fields.part(name)
                        .map(part -> new Middleware.Headers(headers(part, "request"), headers(part, "response")));
            case "basic_auth" -> {
                List<String> users = texts(
                        fields,
                        name,
                        USER,
                        "is not a line of htpasswd",
                        "write the output of  htpasswd -nB NAME,  in single quotes");
                yield users.isEmpty() ? Optional.empty() : Optional.of(new Middleware.BasicAuth(users));
            }
            case "rate_limit" -> rateLimit(fields);
            case "max_body" -> size(fields.size(name));
            case "ip_allow" -> {
                List<String> ranges = texts(fields, name, RANGE, "is not an address range", "write  10.0.0.0/8");
                yield ranges.isEmpty() ? Optional.empty() : Optional.of(new Middleware.IpAllow(ranges));
            }
            case "compress" -> fields.text(name).map(yes -> new Middleware.Compress());
            default -> redirect(fields);
        };
    }

    private static Optional<Middleware> size(OptionalLong bytes) {
        return bytes.isPresent() ? Optional.of(new Middleware.MaxBody(bytes.getAsLong())) : Optional.empty();
    }

    private static Map<String, String> headers(Fields part, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : part.entries(key)) {
            boolean named = HEADER.matcher(entry.name()).matches();
            boolean plain =
                    entry.value() instanceof YamlScalar s && s.text().chars().noneMatch(c -> c < 0x20 || c == 0x7f);
            if (!named || !plain) {
                part.problems()
                        .error(
                                named ? entry.value() : entry.key(),
                                "this is not a header" + (named ? "'s value" : "'s name"),
                                "write  Name: value  in one line");
                continue;
            }
            YamlScalar value = (YamlScalar) entry.value();
            headers.put(entry.name(), value.isNull() ? "" : value.text());
        }
        return headers;
    }

    private static List<String> texts(Fields fields, String key, Predicate<String> valid, String rule, String remedy) {
        List<String> result = new ArrayList<>();
        for (YamlNode item : fields.items(key)) {
            if (item instanceof YamlScalar scalar && valid.test(scalar.text())) {
                result.add(scalar.text());
            } else {
                fields.problems().error(item, Fields.shown(item) + " " + rule, remedy);
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
        YamlNode node = fields.node("redirect_to").orElseThrow();
        if (node instanceof YamlScalar) {
            return fields.text("redirect_to").flatMap(text -> redirect(fields, node, text, true));
        }
        Fields part = Fields.of(node, RoutingKeys.REDIRECT, fields.problems());
        boolean permanent = part.flag("permanent", true);
        return part.text("host")
                .flatMap(text -> redirect(part, part.node("host").orElseThrow(), text, permanent));
    }

    private static Optional<Middleware> redirect(Fields fields, YamlNode at, String host, boolean permanent) {
        try {
            return Optional.of(new Middleware.RedirectTo(HostText.of(host), permanent));
        } catch (IllegalArgumentException e) {
            fields.problems().error(at, e.getMessage(), "write the bare host, such as  www.example.org");
            return Optional.empty();
        }
    }
}
