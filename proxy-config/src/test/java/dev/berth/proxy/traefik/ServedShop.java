package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Traefik of its own that serves one application, {@code shop.example.org}. */
final class ServedShop implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);

    final TraefikDirectory directory;
    final TraefikProcess traefik;

    private ServedShop(TraefikDirectory directory, TraefikProcess traefik) {
        this.directory = directory;
        this.traefik = traefik;
    }

    /** @param base an empty directory */
    static ServedShop in(Path base) {
        TraefikDirectory directory = TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
        directory.publish(TraefikProcess.ACCESS);
        return new ServedShop(directory, TraefikProcess.start(base.resolve("dynamic"), base.resolve("traefik.log")));
    }

    /** Returns when the proxy confirms that this is its only route. */
    void publish(Route... routes) {
        directory.publish("shop", Map.of("web", List.of(routes)));
        traefik.api().confirm("shop", "web", PublishedApplication.of(List.of(routes)), SOON);
    }

    void removeEverything() {
        for (String owner : directory.owners()) {
            directory.remove(owner);
            traefik.api().confirm(PublishedOwner.none(owner), SOON);
        }
    }

    String body(String path) {
        return Client.body(Client.get(traefik.web, "shop.example.org", path));
    }

    @Override
    public void close() {
        traefik.close();
    }
}
