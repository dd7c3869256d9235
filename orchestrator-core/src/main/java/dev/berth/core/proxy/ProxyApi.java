package dev.berth.core.proxy;

import dev.berth.core.engine.Engine;
import dev.berth.proxy.traefik.ApiAccess;
import dev.berth.proxy.traefik.TraefikApi;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the API of the Traefik that runs, managed or external, wherever its container has its address at the moment. */
public final class ProxyApi implements Supplier<Optional<TraefikApi>> {
    private final Engine engine;
    private final ApiAccess access;

    public ProxyApi(Engine engine, ApiAccess access) {
        this.engine = engine;
        this.access = access;
    }

    @Override
    public Optional<TraefikApi> get() {
        return engine.proxyAddress()
                .map(address -> new TraefikApi(URI.create("http://" + address + ":" + ManagedProxy.API_PORT), access));
    }
}
