package dev.berth.api;

import dev.berth.api.doctor.Doctor;
import dev.berth.api.http.ApiParts;
import dev.berth.api.http.ApiServer;
import dev.berth.api.http.ApiSettings;
import dev.berth.core.context.ContextStore;
import dev.berth.core.context.ContextUpkeep;
import dev.berth.core.definition.ProjectSchema;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.docker.BuildLimits;
import dev.berth.core.docker.DockerEngine;
import dev.berth.core.docker.DockerSettings;
import dev.berth.core.docker.SubnetPool;
import dev.berth.core.operate.Addresses;
import dev.berth.core.operate.CertificateOrders;
import dev.berth.core.operate.Certificates;
import dev.berth.core.operate.Comparison;
import dev.berth.core.operate.Definitions;
import dev.berth.core.operate.Operations;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.World;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running daemon: everything it is made of, put together here and nowhere else. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration FULL_LOOK = Duration.ofSeconds(30);
    private static final int STAGES_AT_ONCE = 4;
    private static final int INSTANCES_AT_ONCE = 16;

    private final Store store;
    private final DockerEngine engine;
    private final Fleet fleet;
    private final ApiServer api;
    private final ContextUpkeep upkeep;
    private final ProxyParts proxy;

    private Daemon(
            Store store, DockerEngine engine, ProxyParts proxy, Fleet fleet, ApiServer api, ContextUpkeep upkeep) {
        this.store = store;
        this.engine = engine;
        this.proxy = proxy;
        this.fleet = fleet;
        this.api = api;
        this.upkeep = upkeep;
    }

    static Daemon start(Settings settings) {
        Clock clock = Clock.systemUTC();
        Timekeeper time = Timekeeper.system();
        Store store = Store.open(settings.dataDir(), clock);
        ContextStore contexts = ContextStore.open(store.directory().file("contexts"), settings.maxContext());
        DockerEngine engine = DockerEngine.connect(new DockerSettings(
                settings.dockerHost(),
                store.id(),
                settings.instance(),
                SubnetPool.of(settings.subnetPool()),
                ProxyParts.place(settings.proxy()),
                contexts::read,
                time,
                new BuildLimits(settings.buildCache(), settings.buildRoom())));
        ProxyParts proxy = ProxyParts.of(settings, store, engine, time);
        Definitions definitions = new Definitions(store, contexts, settings.host());
        World world = new World(
                store,
                engine,
                proxy.routes(),
                new ProbingHealthGate(engine, time, INSTANCES_AT_ONCE),
                new PlanExecutor(time, STAGES_AT_ONCE),
                definitions,
                time,
                new SecureRandom(),
                proxy.isThere());
        Fleet fleet = new Fleet(world, proxy.builtIn(FingerprintKey.of(store.fingerprintKey())), FULL_LOOK);
        Certificates certificates =
                proxy.certificates().map(CertificateParts::certificates).orElseGet(Certificates::none);
        Operations operations = new Operations(
                store,
                fleet,
                definitions,
                new Comparison(engine, proxy.routes(), proxy.isThere()),
                new Addresses(settings.httpPort(), settings.httpsPort(), certificates::isServed),
                time);
        ApiServer api = ApiServer.start(
                ApiSettings.of(settings.listenAddress(), settings.listenPort(), settings.maxContext()),
                new ApiParts(
                        operations,
                        engine,
                        store,
                        contexts,
                        fleet::lookedAround,
                        new CertificateOrders(certificates, operations, store),
                        new Doctor(Inspections.of(
                                settings, store, engine, proxy.api(), certificates, proxy::askOurselves)),
                        ProjectSchema::json,
                        clock));
        fleet.start();
        proxy.certificates().ifPresent(parts -> parts.start(fleet));
        ContextUpkeep upkeep = new ContextUpkeep(store, contexts, time);
        upkeep.start();
        LOG.info(
                "serving http://{}:{}; data in {}; the admin token is in {}",
                settings.listenAddress(),
                api.port(),
                settings.dataDir(),
                store.directory().file("admin.token"));
        return new Daemon(store, engine, proxy, fleet, api, upkeep);
    }

    @Override
    public void close() {
        upkeep.close();
        api.close();
        proxy.close();
        fleet.close();
        engine.close();
        store.close();
    }
}
