package dev.berth.core.definition;

import java.util.List;

/** Keys about traffic: domains, middlewares, published ports. */
final class RoutingKeys {
    static final Section HEADERS = Section.of(
            "headers",
            Key.of("request", Texts.HEADERS, "headers that are set on requests", "{X-Tenant: one}"),
            Key.of("response", Texts.HEADERS, "headers that are set on answers", "{X-Frame-Options: DENY}"));

    static final Section RATE_LIMIT = Section.of(
                    "a rate limit",
                    Key.of("average", Texts.whole(1), "requests a second from one address", "100"),
                    Key.of("burst", Texts.whole(1), "requests at once from one address", "200")
                            .orElse("as `average`"))
            .requiring("average");

    static final Section REDIRECT = Section.of(
                    "a redirection",
                    Key.of("host", Texts.TEXT, "the host that clients are sent to, path kept", "www.example.org"),
                    Key.of("permanent", Texts.FLAG, "whether browsers remember it", "false")
                            .orElse("true"))
            .requiring("host");

    static final Section MIDDLEWARE = Section.of(
                    "a middleware",
                    Key.of(
                            "headers",
                            new Shape.Part(HEADERS),
                            "headers to set; an empty value removes one",
                            "{response: {X-Frame-Options: DENY}}"),
                    Key.of(
                            "basic_auth",
                            new Shape.Some(Texts.TEXT),
                            "lines that `htpasswd -nB NAME` prints",
                            "['ada:$apr1$berth$7Jy0vO4s3nhPg.9RFiB1a/']"),
                    Key.of(
                            "rate_limit",
                            new Shape.Part(RATE_LIMIT),
                            "requests allowed from one address",
                            "{average: 100}"),
                    Key.of("max_body", Texts.SIZE, "the largest request body", "10M"),
                    Key.of(
                            "ip_allow",
                            new Shape.Some(Texts.TEXT),
                            "addresses and ranges that may connect",
                            "[10.0.0.0/8, 192.0.2.7]"),
                    Key.of(
                            "compress",
                            new Shape.Yes(),
                            "true, to compress answers for clients that can read it",
                            "true"),
                    Key.of(
                            "redirect_to",
                            Shape.either(Texts.TEXT, new Shape.Part(REDIRECT)),
                            "the host that clients are sent to",
                            "www.example.org"))
            .choosing(
                    "begin each with its own  -",
                    "headers",
                    "basic_auth",
                    "rate_limit",
                    "max_body",
                    "ip_allow",
                    "compress",
                    "redirect_to");

    static final Section DOMAIN = Section.of(
                    "a domain",
                    Key.of("host", Texts.TEXT, "the host name, or an IP address", "shop.example.org"),
                    Key.of("path", Texts.ABSOLUTE, "a path prefix, on whole segments", "/api")
                            .orElse("`/`"),
                    Key.of("strip_path", Texts.FLAG, "whether the application sees requests without `path`", "true")
                            .orElse("false"),
                    Key.of("internal_path", Texts.ABSOLUTE, "what is put before the path the application sees", "/app"),
                    Key.of("https", Texts.FLAG, "whether there is a certificate and http is redirected", "false")
                            .orElse("true"),
                    Key.of(
                            "middlewares",
                            new Shape.Items(
                                    Shape.either(new Shape.Choice(List.of("compress")), new Shape.Part(MIDDLEWARE))),
                            "what the proxy does to requests, in order",
                            "[compress, {max_body: 10M}]"))
            .requiring("host");

    static final Section PUBLISHED = Section.of(
                    "a port",
                    Key.of("target", Texts.PORT, "the port of the application", "80"),
                    Key.of("published", Texts.PORT, "the port of the host", "8080"),
                    Key.of("host_ip", Texts.TEXT, "the host's address it is bound to", "0.0.0.0")
                            .orElse("127.0.0.1"),
                    Key.of("protocol", new Shape.Choice(List.of("tcp", "udp")), "the protocol", "udp")
                            .orElse("tcp"))
            .requiring("target", "published")
            .refusing(Foreign.PORT);

    private RoutingKeys() {}
}
