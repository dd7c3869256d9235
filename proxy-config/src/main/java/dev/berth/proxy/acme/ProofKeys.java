package dev.berth.proxy.acme;

import dev.berth.proxy.route.HostName;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** Of a {@link ChallengeBoard} the proof for the name that a client asks for (RFC 6066 section 3); an alias is a name. */
final class ProofKeys extends X509ExtendedKeyManager {
    private final ChallengeBoard board;

    ProofKeys(ChallengeBoard board) {
        this.board = board;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        SSLSocket tls = (SSLSocket) socket;
        if (!AlpnAnswer.PROTOCOL.equals(tls.getHandshakeApplicationProtocol())) {
            return null;
        }
        return ((ExtendedSSLSession) tls.getHandshakeSession())
                .getRequestedServerNames().stream()
                        .flatMap(name -> host(name).stream())
                        .filter(host -> isOfType(keyType, host))
                        .map(HostName::text)
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return board.proof(HostName.of(alias))
                .map(proof -> new X509Certificate[] {proof.certificate()})
                .orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return board.proof(HostName.of(alias)).map(ChallengeBoard.Proof::key).orElse(null);
    }

    private boolean isOfType(String keyType, HostName host) {
        return board.proof(host)
                .map(proof ->
                        keyType.startsWith(proof.certificate().getPublicKey().getAlgorithm()))
                .orElse(false);
    }

    private static Optional<HostName> host(SNIServerName name) {
        try {
            return name instanceof SNIHostName host ? Optional.of(HostName.of(host.getAsciiName())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }
}
