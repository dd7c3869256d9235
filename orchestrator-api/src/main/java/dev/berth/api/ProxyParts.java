package dev.berth.api;

import dev.berth.core.docker.ProxyPlace;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.ProjectName;
import dev.berth.core.proxy.ApiPassword;
import dev.berth.core.proxy.ManagedProxy;
import dev.berth.core.proxy.NoRoutes;
import dev.berth.core.proxy.ProxyApi;
import dev.berth.core.proxy.TraefikRoutes;
import dev.berth.core.proxy.TrialWords;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.traefik.ApiAccess;
import dev.berth.proxy.traefik.FrontDoor;
import dev.berth.proxy.traefik.TraefikApi;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands in for the reverse proxy that the settings choose.
 *
 * @param api of the Traefik that runs at the moment; empty while none does
 */
record ProxyParts(
        RoutePublisher routes,
        Optional<ManagedProxy> managed,
        Supplier<Optional<TraefikApi>> api,
        Optional<CertificateParts> certificates)
        implements AutoCloseable {
    /** Whether there is one. */
    boolean isThere() {
        return certificates.isPresent();
    }

    static ProxyPlace place(Settings.ProxyChoice choice) {
        if (choice instanceof Settings.External external) {
            return new ProxyPlace.External(external.container());
        }
        return choice instanceof Settings.None ? new ProxyPlace.None() : new ProxyPlace.Managed();
    }

    static ProxyParts of(Settings settings, Store store, Engine engine, Timekeeper time) {
        if (settings.proxy() instanceof Settings.None) {
            return new ProxyParts(new NoRoutes(), Optional.empty(), Optional::empty, Optional.empty());
        }
        Path home = store.directory().file("proxy");
        Path dynamic =
                settings.proxy() instanceof Settings.External external ? external.directory() : home.resolve("dynamic");
        Path temporary = settings.proxy() instanceof Settings.External
                ? dynamic.resolveSibling("." + dynamic.getFileName() + ".berth")
                : home.resolve("temporary");
        TraefikDirectory directory = TraefikDirectory.open(dynamic, temporary);
        ApiAccess access = ApiPassword.in(store.directory(), new SecureRandom());
        directory.publish(access);
        ProxyApi api = new ProxyApi(engine, access);
        CertificateParts certificates = new CertificateParts(settings, store, engine, directory, api, time);
        RoutePublisher routes = new TraefikRoutes(
                directory,
                new EngineNames(settings.instance()),
                new TrialWords(FingerprintKey.of(store.fingerprintKey())),
                api,
                FrontDoor.ofThisMachine(settings.httpPort(), settings.httpsPort()),
                certificates::tls,
                time);
        Optional<ManagedProxy> managed = settings.proxy() instanceof Settings.Managed choice
                ? Optional.of(new ManagedProxy(
                        choice.image(), dynamic, owner(dynamic), settings.httpPort(), settings.httpsPort()))
                : Optional.empty();
        return new ProxyParts(routes, managed, api, Optional.of(certificates));
    }

    /** The projects of Berth's own: the managed proxy, when there is one. */
    Map<ProjectName, DesiredState> builtIn(FingerprintKey key) {
        return managed.map(proxy -> Map.of(ProjectName.PROXY, proxy.desired(key)))
                .orElse(Map.of());
    }

    /** {@code uid:gid} of the files: the daemon's own. */
    private static String owner(Path directory) {
        try {
            return Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell whose " + directory + " is: " + e.getMessage(), e);
        }
    }

    /** A question as an authority asks it, where there is a proxy; what it throws says where its way ends. */
    void askOurselves() {
        certificates.ifPresent(CertificateParts::askOurselves);
    }

    @Override
    public void close() {
        certificates.ifPresent(CertificateParts::close);
    }
}
