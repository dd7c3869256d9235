package dev.berth.api;

import dev.berth.api.doctor.Check;
import dev.berth.api.doctor.Inspection;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineInfo;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.operate.Certificates;
import dev.berth.core.proxy.ManagedProxy;
import dev.berth.core.store.Store;
import dev.berth.proxy.traefik.TraefikApi;
import dev.berth.proxy.traefik.TraefikFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What {@code berth doctor} looks at. */
final class Inspections {
    /** What whoever makes a stand-in of a known image puts on it. */
    private static final String STAND_IN = "dev.berth.testbed";

    private static final long LITTLE_SPACE = 2L << 30;

    private Inspections() {}

    private record Named(String name, Supplier<Check> supplier) implements Inspection {
        @Override
        public Check look() {
            return supplier.get();
        }
    }

    /**
     * @param api of the Traefik that runs at the moment; empty while none does
     * @param question asks as an authority asks; what it throws says where the way of its question ends
     */
    static List<Inspection> of(
            Settings settings,
            Store store,
            Engine engine,
            Supplier<Optional<TraefikApi>> api,
            Certificates certificates,
            Runnable question) {
        CertificateInspections names = new CertificateInspections(certificates, store.clock());
        return List.of(
                new Named("engine", () -> engine(engine)),
                asking(engine, "builder", () -> builder(engine)),
                asking(engine, "proxy", () -> proxy(settings, api)),
                new Named("validation", () -> CertificateInspections.ports(settings)),
                asking(engine, "challenges", () -> names.challenges(question)),
                new Named("certificates", names::names),
                new Named("certificate files", names::files),
                new Named(
                        "data directory",
                        () -> disk("data directory", store.directory().path())),
                asking(
                        engine,
                        "engine's disk",
                        () -> disk("engine's disk", Path.of(engine.info().rootDirectory()))),
                asking(engine, "other stores", () -> strangers(engine)),
                asking(engine, "stand-in images", () -> standIns(engine)));
    }

    /** One that only an engine can answer; why there is none is said once. */
    private static Inspection asking(Engine engine, String name, Supplier<Check> supplier) {
        return new Named(name, () -> {
            try {
                engine.info();
            } catch (EngineException e) {
                return Check.bad(name, "nobody knows while the engine does not answer", "mend the engine first");
            }
            return supplier.get();
        });
    }

    private static Check engine(Engine engine) {
        EngineInfo info = engine.info();
        return Check.ok("engine", info.name() + " " + info.version() + " answers, API " + info.apiVersion());
    }

    private static Check builder(Engine engine) {
        return engine.info().buildKit()
                ? Check.ok("builder", "BuildKit")
                : Check.notice(
                        "builder",
                        "the classic builder: no RUN --mount, no heredocs",
                        "use an engine with BuildKit (20.10 or newer)");
    }

    private static Check proxy(Settings settings, Supplier<Optional<TraefikApi>> api) {
        if (settings.proxy() instanceof Settings.None) {
            return Check.notice("proxy", "none, so that no domain is served", "start the daemon with --proxy managed");
        }
        if (settings.proxy() instanceof Settings.External external) {
            return proxy(
                    "the external Traefik in container " + external.container(),
                    "start it, or correct --proxy-container",
                    api);
        }
        return proxy(
                "Traefik on the ports " + settings.httpPort() + " and " + settings.httpsPort(),
                "berth status proxy says why; a taken port is freed, or others given with --http-port",
                api);
    }

    private static Check proxy(String which, String remedy, Supplier<Optional<TraefikApi>> api) {
        Optional<TraefikApi> running = api.get();
        if (running.isEmpty()) {
            return Check.bad("proxy", which + " does not run", remedy);
        }
        try {
            int routers = running.get().routers().size();
            return Check.ok("proxy", which + " answers and has " + routers + (routers == 1 ? " router" : " routers"));
        } catch (TraefikFailure e) {
            return Check.bad(
                    "proxy",
                    which + " runs, but does not say what it serves: " + e.getMessage(),
                    "it needs the entry points web, websecure and api (port " + ManagedProxy.API_PORT
                            + "), --api=true, and the directory that Berth writes");
        }
    }

    private static Check disk(String name, Path path) {
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            String what = path + " has " + (free >> 20) + " MiB free";
            return free < LITTLE_SPACE
                    ? Check.bad(name, what, "make room: images, builds and databases need more")
                    : Check.ok(name, what);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + path + ": " + e.getMessage(), e);
        }
    }

    private static Check strangers(Engine engine) {
        List<ForeignThing> strangers = engine.strangers();
        if (strangers.isEmpty()) {
            return Check.ok("other stores", "nothing here was made by a Berth with another data directory");
        }
        String names = strangers.stream()
                .map(thing -> thing.kind() + " " + thing.name() + " (" + thing.owner() + ")")
                .collect(Collectors.joining(", "));
        return Check.bad(
                "other stores",
                "made with another data directory, and left alone: " + names,
                "start the daemon on the data directory that made them, or remove them by hand");
    }

    private static Check standIns(Engine engine) {
        List<String> standIns = engine.imagesLabelled(STAND_IN);
        return standIns.isEmpty()
                ? Check.ok("stand-in images", "none")
                : Check.notice(
                        "stand-in images",
                        "made from packages because no registry answered: " + String.join(", ", standIns),
                        "docker pull the originals when a registry answers");
    }
}
