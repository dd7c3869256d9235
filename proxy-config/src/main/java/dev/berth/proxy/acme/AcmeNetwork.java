package dev.berth.proxy.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * How acme4j reaches one authority: one HTTP client for all, and a session with its nonce and its directory for each
 * issuance, so that none waits for another.
 */
final class AcmeNetwork extends GenericAcmeProvider {
    private final AuthoritySettings settings;
    private final Optional<SSLContext> trust;
    /** Made with the first request: it takes time and threads. */
    private HttpClient client;

    /** @throws IllegalArgumentException when the file of trusted authorities cannot be read */
    AcmeNetwork(AuthoritySettings settings) {
        this.settings = settings;
        this.trust = settings.trusted().map(TrustedAuthorities::with);
    }

    Session session() {
        return new Session(settings.directory(), this);
    }

    @Override
    public synchronized HttpClient createHttpClient(NetworkSettings networkSettings) {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(settings.deadlines().answer());
            trust.ifPresent(builder::sslContext);
            client = builder.build();
        }
        return client;
    }

    @Override
    public Connection connect(URI serverUri, NetworkSettings networkSettings, HttpClient httpClient) {
        return new AcmeConnection(
                createHttpConnector(networkSettings, httpClient),
                settings.clock(),
                settings.deadlines().answer());
    }

    /** Once a session; acme4j would ask again for every order. */
    @Override
    public JSON directory(Session session, URI serverUri) throws AcmeException {
        return session.hasDirectory() ? null : super.directory(session, serverUri);
    }
}
