package dev.berth.core.definition;

import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Middleware;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PublicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code domain} and {@code domains}. */
final class DomainBinder {
    private static final Domain PLAIN = new Domain("", "/", false, Optional.empty(), true, List.of());

    private final boolean publicAuthority;

    private DomainBinder(boolean publicAuthority) {
        this.publicAuthority = publicAuthority;
    }

    /** @param publicAuthority whether certificates come from an authority that issues for public names only */
    static List<Placed<Domain>> bind(Fields application, boolean publicAuthority) {
        return new DomainBinder(publicAuthority).all(application);
    }

    private List<Placed<Domain>> all(Fields application) {
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
            application.part("domain").flatMap(this::full).ifPresent(result::add);
        } else {
            application
                    .text("domain")
                    .flatMap(text -> placed(application.problems(), application.at("domain"), text, PLAIN, false))
                    .ifPresent(result::add);
        }
        for (YamlNode item : application.items("domains")) {
            Optional<Placed<Domain>> domain = item instanceof YamlScalar scalar && !scalar.isNull()
                    ? placed(application.problems(), scalar, scalar.text(), PLAIN, false)
                    : application.itemPart("domains", item).flatMap(this::full);
            domain.ifPresent(result::add);
        }
        return result;
    }

    private Optional<Placed<Domain>> full(Fields domain) {
        Domain hostless = hostless(domain);
        return domain.text("host")
                .flatMap(text -> placed(domain.problems(), domain.at("host"), text, hostless, domain.has("https")));
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

    private Optional<Placed<Domain>> placed(Problems problems, Located at, String text, Domain domain, boolean said) {
        try {
            String host = RouteText.host(text);
            checkRedirection(problems, at, host, domain);
            Domain whole = new Domain(
                    host,
                    domain.path(),
                    domain.stripPath(),
                    domain.internalPath(),
                    domain.https() && wantsCertificate(problems, at, host, said),
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

    /**
     * Where nobody issues for a name, http is what it is served over, unless https was asked for: then a certificate of
     * one's own is waited for.
     *
     * @param said whether the file says https itself
     */
    private boolean wantsCertificate(Problems problems, Located at, String host, boolean said) {
        HostName name = HostName.of(host);
        Optional<String> kind = publicAuthority ? PublicName.kind(name) : Optional.empty();
        if (kind.isEmpty()) {
            return true;
        }
        String why = name.isAddress() ? ", " + kind.get() : "";
        String plain = "{host: " + (host.contains(":") ? "'" + host + "'" : host) + ", https: false}";
        if (said) {
            problems.warning(
                    at,
                    "no public authority issues a certificate for \"" + host + "\"" + why
                            + ": it is served over http until you bring one",
                    "bring it with  berth certificates upload " + host + "  or write  " + plain);
            return true;
        }
        problems.warning(
                at,
                "no certificate can be had for \"" + host + "\"" + why + ": it is served over http",
                "write  " + plain + "  to say so yourself");
        return false;
    }
}
