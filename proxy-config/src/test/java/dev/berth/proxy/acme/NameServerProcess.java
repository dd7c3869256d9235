package dev.berth.proxy.acme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real name server (Knot) for the zones {@code example.org} and {@code example.net}, which takes updates signed with
 * {@link #KEY}. Whoever looks for the server of {@code example.net} finds no address of it, and asks the resolver.
 */
public final class NameServerProcess implements AutoCloseable {
    public static final Rfc2136Zone.TsigKey KEY =
            new Rfc2136Zone.TsigKey("berth", "hmac-sha256", "c2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZyE=");

    private final int port = ServerProcess.freePort();
    private final ServerProcess process;

    private NameServerProcess(Path home) throws IOException {
        Files.writeString(
                home.resolve("example.org.zone"),
                """
                $ORIGIN example.org.
                @ 60 SOA ns.example.org. admin.example.org. 1 3600 600 86400 1
                @ 60 NS ns
                ns 60 A 127.0.0.1
                shop 60 A 127.0.0.1
                _acme-challenge.elsewhere 60 CNAME elsewhere.challenges
                """);
        Files.writeString(
                home.resolve("example.net.zone"),
                """
                $ORIGIN example.net.
                @ 60 SOA ns.example.com. admin.example.net. 1 3600 600 86400 1
                @ 60 NS ns.example.com.
                """);
        Files.writeString(
                home.resolve("knot.conf"),
                """
                server:
                    listen: 127.0.0.1@%d
                    rundir: "%s"
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                database:
                    storage: "%s"
                    journal-db-max-size: 16M
                    kasp-db-max-size: 16M
                    timer-db-max-size: 1M
                log:
                  - target: stderr
                    any: info
                key:
                  - id: berth
                    algorithm: hmac-sha256
                    secret: %s
                  - id: berth-hmac-sha512
                    algorithm: hmac-sha512
                    secret: %s
                  - id: berth-hmac-md5
                    algorithm: hmac-md5
                    secret: %s
                acl:
                  - id: update
                    key: [berth, berth-hmac-sha512, berth-hmac-md5]
                    action: [update]
                zone:
                  - domain: example.org
                    storage: "%s"
                    file: example.org.zone
                    acl: update
                  - domain: example.net
                    storage: "%s"
                    file: example.net.zone
                    acl: update
                """
                        .formatted(port, home, home, KEY.secret(), KEY.secret(), KEY.secret(), home, home));
        process = ServerProcess.start(
                List.of("knotd", "-c", home.resolve("knot.conf").toString()), Map.of(), home.resolve("knot.log"));
        process.awaitPort(port);
        process.await("zones", () -> process.log().split("zone loaded|loaded, serial", -1).length > 2);
    }

    public static NameServerProcess start(Path home) {
        try {
            return new NameServerProcess(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The same as {@code host:port}. */
    public String at() {
        return address().getAddress().getHostAddress() + ":" + port;
    }

    public String log() {
        return process.log();
    }

    /** How many updates it has taken. */
    public int updates() {
        return log().split("DDNS, finished", -1).length - 1;
    }

    @Override
    public void close() {
        process.close();
    }
}
