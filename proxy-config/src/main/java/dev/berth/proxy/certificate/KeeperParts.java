package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the keeper works with.
 *
 * @param authorities by their directory; of the policy's and its staging one
 * @param preparation makes sure that challenges reach us; runs before each order, throws an {@link IssuanceFailure}
 * @param wanted the names that want https, of all routes that are in force
 * @param changed is told the names whose certificate came, changed, was proven or went: their routes are to follow; must
 *     return at once
 * @param httpsPort that browsers know the proxy by
 */
public record KeeperParts(
        CertificateStore store,
        Function<URI, CertificateAuthority> authorities,
        CertificatePolicy policy,
        Consumer<HostName> preparation,
        CertificatePublisher publisher,
        Handshake handshake,
        Patience patience,
        Supplier<Set<HostName>> wanted,
        Consumer<Set<HostName>> changed,
        InstantSource clock,
        RandomGenerator random,
        int httpsPort) {}
