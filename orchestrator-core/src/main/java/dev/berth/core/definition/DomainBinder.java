package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Middleware;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code domain} and {@code domains}. */
final class DomainBinder {
    private static final Set<String> WITHOUT_CERTIFICATE = Set.of("localhost", "test", "local", "internal", "example");

    private DomainBinder() {}

    static List<Placed<Domain>> bind(Fields application) {
        if (application.has("domain") && application.has("domains")) {
            application
                    .problems()
                    .error(
                            application.keyAt("domains"),
                            "there is a domain and domains",
                            "write them all under  domains:");
        }
        List<Placed<Domain>> result = new ArrayList<>();
        application.node("domain").ifPresent(node -> bind(application, "domain", node)
                .ifPresent(result::add));
        for (YamlNode item : application.items("domains")) {
            bind(application, "domains", item).ifPresent(result::add);
        }
        return result;
    }

    private static Optional<Placed<Domain>> bind(Fields application, String key, YamlNode node) {
        if (node instanceof YamlScalar scalar) {
            if (scalar.isNull()) {
                return application.wrong(key, node);
            }
            return host(application, scalar, scalar.text())
                    .map(host -> new Placed<>(domain(application, scalar, host, Optional.empty()), scalar));
        }
        Fields domain = Fields.of(node, RoutingKeys.DOMAIN, application.problems());
        return domain.text("host")
                .flatMap(text -> host(domain, domain.at("host"), text))
                .map(host ->
                        new Placed<>(domain(domain, domain.at("host"), host, Optional.of(domain)), domain.at("host")));
    }

    private static Domain domain(Fields fields, Located at, String host, Optional<Fields> full) {
        boolean https = https(fields, at, host, full);
        if (full.isEmpty()) {
            return new Domain(host, "/", false, Optional.empty(), https, List.of());
        }
        Fields domain = full.get();
        List<Middleware> middlewares = MiddlewareBinder.bind(domain);
        return new Domain(
                host,
                path(domain, "path").orElse("/"),
                domain.flag("strip_path", false),
                path(domain, "internal_path"),
                https,
                middlewares);
    }

    /** Without a trailing slash; {@code /} for everything. */
    private static Optional<String> path(Fields domain, String key) {
        Optional<String> path = domain.text(key);
        if (path.isEmpty()) {
            return path;
        }
        String plain = path.get().length() > 1 ? path.get().replaceFirst("/+$", "") : path.get();
        boolean odd = !plain.matches("(/[A-Za-z0-9._~!$&'()+,;=:@%-]*)+")
                || plain.contains("//")
                || plain.matches(".*/\\.\\.?(/.*)?");
        if (odd) {
            domain.problems()
                    .error(
                            domain.at(key),
                            "\"" + Excerpt.of(path.get()) + "\" is not a plain path prefix",
                            "write segments of letters, digits and -._~, such as  " + key + ": /api");
            return Optional.empty();
        }
        return Optional.of(plain.isEmpty() ? "/" : plain);
    }

    private static Optional<String> host(Fields fields, Located at, String text) {
        try {
            return Optional.of(HostText.of(text));
        } catch (IllegalArgumentException e) {
            fields.problems().error(at, e.getMessage(), "write the bare host, such as  shop.example.org");
            return Optional.empty();
        }
    }

    private static boolean https(Fields fields, Located at, String host, Optional<Fields> full) {
        Optional<Boolean> wish = full.flatMap(domain -> domain.flag("https"));
        if (!wish.orElse(true)) {
            return false;
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (WITHOUT_CERTIFICATE.contains(last)) {
            fields.problems()
                    .warning(
                            at,
                            "no certificate can be had for \"" + host + "\": it is served over http",
                            "write  {host: " + host + ", https: false}  to say so yourself");
            return false;
        }
        Optional<String> instead = LaterKeys.instead(LaterKeys.HTTPS);
        instead.ifPresent(words -> fields.problems()
                .warning(
                        at,
                        "certificates come in a later version; \"" + host + "\": " + words,
                        "nothing to do, or write  https: false"));
        return instead.isEmpty();
    }
}
