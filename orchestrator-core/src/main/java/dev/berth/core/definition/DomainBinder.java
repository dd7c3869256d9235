package dev.berth.core.definition;

import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Middleware;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code domain} and {@code domains}. */
final class DomainBinder {
    private static final Set<String> WITHOUT_CERTIFICATE = Set.of("localhost", "test", "local", "internal", "example");

    private static final Domain PLAIN = new Domain("", "/", false, Optional.empty(), true, List.of());

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
        Optional<YamlNode> one = application.node("domain");
        if (one.isPresent() && one.get() instanceof YamlMapping) {
            application.part("domain").flatMap(DomainBinder::full).ifPresent(result::add);
        } else {
            application
                    .text("domain")
                    .flatMap(text -> placed(application.problems(), application.at("domain"), text, PLAIN))
                    .ifPresent(result::add);
        }
        for (YamlNode item : application.items("domains")) {
            Optional<Placed<Domain>> domain = item instanceof YamlScalar scalar && !scalar.isNull()
                    ? placed(application.problems(), scalar, scalar.text(), PLAIN)
                    : application.itemPart("domains", item).flatMap(DomainBinder::full);
            domain.ifPresent(result::add);
        }
        return result;
    }

    private static Optional<Placed<Domain>> full(Fields domain) {
        Domain hostless = hostless(domain);
        return domain.text("host").flatMap(text -> placed(domain.problems(), domain.at("host"), text, hostless));
    }

    private static Domain hostless(Fields domain) {
        if (domain.has("strip_path") && !domain.has("path")) {
            domain.problems()
                    .warning(
                            domain.keyAt("strip_path"),
                            "strip_path means nothing without a path",
                            "remove it, or add  path: /api");
        }
        return new Domain(
                "",
                path(domain, "path").orElse(PLAIN.path()),
                domain.flag("strip_path", PLAIN.stripPath()),
                path(domain, "internal_path"),
                domain.flag("https", PLAIN.https()),
                MiddlewareBinder.bind(domain));
    }

    /** Without a trailing slash; {@code /} for everything. */
    private static Optional<String> path(Fields domain, String key) {
        return domain.text(key).flatMap(text -> {
            try {
                return Optional.of(RouteText.path(text));
            } catch (IllegalArgumentException e) {
                domain.problems()
                        .error(
                                domain.at(key),
                                e.getMessage(),
                                "write segments of letters, digits and -._~, such as  " + key + ": /api");
                return Optional.empty();
            }
        });
    }

    private static Optional<Placed<Domain>> placed(Problems problems, Located at, String text, Domain domain) {
        try {
            String host = RouteText.host(text);
            checkRedirection(problems, at, host, domain);
            Domain whole = new Domain(
                    host,
                    domain.path(),
                    domain.stripPath(),
                    domain.internalPath(),
                    domain.https() && canHaveCertificate(problems, at, host),
                    domain.middlewares());
            return Optional.of(new Placed<>(whole, at));
        } catch (IllegalArgumentException e) {
            problems.error(at, e.getMessage(), "write the bare host, such as  shop.example.org");
            return Optional.empty();
        }
    }

    private static void checkRedirection(Problems problems, Located at, String host, Domain domain) {
        boolean circle = domain.middlewares().stream()
                .anyMatch(
                        m -> m instanceof Middleware.RedirectTo to && to.host().equals(host));
        if (circle) {
            problems.error(
                    at, "redirect_to leads clients of \"" + host + "\" back to itself for ever", "name another host");
        }
    }

    private static boolean canHaveCertificate(Problems problems, Located at, String host) {
        boolean can = !WITHOUT_CERTIFICATE.contains(host.substring(host.lastIndexOf('.') + 1));
        if (!can) {
            problems.warning(
                    at,
                    "no certificate can be had for \"" + host + "\": it is served over http",
                    "write  {host: " + host + ", https: false}  to say so yourself");
        }
        return can;
    }

    /** While https is not served: one word about all domains that would have it. */
    static void warnOfHttp(List<Placed<Domain>> domains, Problems problems) {
        List<Placed<Domain>> secure =
                domains.stream().filter(d -> d.value().https()).toList();
        Optional<String> instead = LaterKeys.instead(LaterKeys.HTTPS);
        if (instead.isEmpty() || secure.isEmpty()) {
            return;
        }
        String host = "\"" + secure.get(0).value().host() + "\"";
        problems.warning(
                secure.get(0).at(),
                (secure.size() == 1 ? host + " is" : host + " and " + (secure.size() - 1) + " more are")
                        + " not served over https yet: " + instead.get(),
                "nothing to do; with  https: false  you say that http is what you want");
    }
}
