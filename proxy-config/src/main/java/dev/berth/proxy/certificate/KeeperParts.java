package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the keeper works with.
 *
 * @param authorities by their directory; of the policy's and its staging one
 * @param preparation makes sure that challenges reach us, and looks at a name as an authority will; runs before each
 *     attempt
 * @param wanted the names that want https, of all routes that are in force
 * @param changed is told the names whose certificate came, changed, was proven or went: their routes are to follow; must
 *     return at once
 * @param httpsPort that browsers know the proxy by
 */
public record KeeperParts(
        CertificateStore store,
        Function<URI, CertificateAuthority> authorities,
        CertificatePolicy policy,
        Function<HostName, Preparation> preparation,
        CertificatePublisher publisher,
        Handshake handshake,
        Supplier<Set<HostName>> wanted,
        Consumer<Set<HostName>> changed,
        Clockwork clock,
        RandomGenerator random,
        int httpsPort) {}
