package dev.berth.core.proxy;

import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.RouteException;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.route.RouteSnapshot;
import dev.berth.core.route.Trial;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.FrontDoor;
import dev.berth.proxy.traefik.PublishedApplication;
import dev.berth.proxy.traefik.PublishedOwner;
import dev.berth.proxy.traefik.TraefikApi;
import dev.berth.proxy.traefik.TraefikDirectory;
import dev.berth.proxy.traefik.TraefikFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes routes as files that Traefik watches, and asks Traefik's API whether it serves them. */
public final class TraefikRoutes implements RoutePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(TraefikRoutes.class);
    private static final Duration TRY = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final TraefikDirectory directory;
    private final RouteWording wording;
    private final Supplier<Optional<TraefikApi>> api;
    private final FrontDoor door;
    private final Function<HostName, Tls> tls;
    private final Timekeeper time;
    /** What was published last, in the words of that moment: a certificate may have come since. */
    private final Map<RouteOwner, Wording> published = new ConcurrentHashMap<>();

    private record RouteOwner(ProjectName project, ApplicationName application) {}

    private record Wording(ApplicationRoutes routes, List<Route> words) {}

    /**
     * @param words of the trials
     * @param api of the Traefik that runs at the moment; empty while none does
     * @param door by which clients come to it
     * @param tls how a host that wants https speaks it at the moment
     */
    public TraefikRoutes(
            TraefikDirectory directory,
            EngineNames names,
            TrialWords words,
            Supplier<Optional<TraefikApi>> api,
            FrontDoor door,
            Function<HostName, Tls> tls,
            Timekeeper time) {
        this.directory = directory;
        this.wording = new RouteWording(names, words);
        this.api = api;
        this.door = door;
        this.tls = tls;
        this.time = time;
    }

    @Override
    public RouteSnapshot observe(ProjectName project) {
        return new Snapshot(project, published(project), wanted -> wording.routes(project, wanted, tls));
    }

    /** What is not as it was published counts as nothing: then it is published again. */
    private Map<String, PublishedApplication> published(ProjectName project) {
        try {
            if (!directory.isIntact(project.text())) {
                return Map.of();
            }
        } catch (FileFailure e) {
            throw failure(RouteException.Kind.NOT_READ, "the routes of " + project + " cannot be read: ", e);
        }
        return directory
                .published(project.text())
                .map(PublishedOwner::applications)
                .<Map<String, PublishedApplication>>map(Map::copyOf)
                .orElse(Map.of());
    }

    private static RouteException failure(RouteException.Kind kind, String what, FileFailure e) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        return new RouteException(interrupted ? RouteException.Kind.INTERRUPTED : kind, what + e.getMessage(), e);
    }

    private record Snapshot(
            ProjectName project,
            Map<String, PublishedApplication> published,
            Function<ApplicationRoutes, List<Route>> wording)
            implements RouteSnapshot {
        @Override
        public Set<ApplicationName> applications() {
            return published.keySet().stream().map(ApplicationName::new).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public boolean holds(ApplicationRoutes wanted) {
            PublishedApplication expected = PublishedApplication.of(wording.apply(wanted));
            PublishedApplication present = published.get(wanted.application().text());
            return present == null ? expected.part().isEmpty() : present.equals(expected);
        }
    }

    @Override
    public void publish(ProjectName project, ApplicationRoutes routes) {
        List<Route> words = wording.routes(project, routes, tls);
        write(project, Map.of(routes.application().text(), words));
        published.put(new RouteOwner(project, routes.application()), new Wording(routes, words));
    }

    @Override
    public void withdraw(ProjectName project, ApplicationName application) {
        write(project, Map.of(application.text(), List.of()));
        published.remove(new RouteOwner(project, application));
        awaitForgotten(project, application);
    }

    /** A proxy that cannot say holds nothing up: whoever takes routes away does it because what they lead to goes. */
    private void awaitForgotten(ProjectName project, ApplicationName application) {
        try {
            api.get()
                    .ifPresent(running -> running.confirm(
                            project.text(), application.text(), PublishedApplication.of(List.of()), TRY));
        } catch (TraefikFailure e) {
            if (e.kind() == TraefikFailure.Kind.INTERRUPTED) {
                throw routeException(e);
            }
            LOG.warn(
                    "the routes of {}/{} are withdrawn, but the proxy may still lead there: {}",
                    project,
                    application,
                    e.getMessage());
        }
    }

    private void write(ProjectName project, Map<String, List<Route>> changed) {
        boolean unreadable = directory.unreadable().stream()
                .anyMatch(file -> file.path().getFileName().toString().equals(project + ".yml"));
        try {
            if (unreadable) {
                directory.replace(project.text(), changed);
            } else {
                directory.publish(project.text(), changed);
            }
        } catch (FileFailure e) {
            throw failure(RouteException.Kind.NOT_WRITTEN, "the routes of " + project + " were not changed: ", e);
        } catch (TraefikFailure e) {
            throw routeException(e);
        }
    }

    @Override
    public void confirm(ProjectName project, ApplicationRoutes routes, Duration patience) {
        PublishedApplication expected = PublishedApplication.of(words(project, routes));
        Duration end = time.elapsed().plus(patience);
        while (true) {
            try {
                confirmOnce(project, routes.application(), expected, end.minus(time.elapsed()));
                return;
            } catch (RouteException e) {
                boolean mayCome = e.kind() == RouteException.Kind.UNCONFIRMED;
                if (!mayCome || time.elapsed().compareTo(end) >= 0) {
                    throw e;
                }
            }
        }
    }

    private List<Route> words(ProjectName project, ApplicationRoutes routes) {
        Wording last = published.get(new RouteOwner(project, routes.application()));
        return last != null && last.routes().equals(routes) ? last.words() : wording.routes(project, routes, tls);
    }

    /** Asks one proxy for a while only: a new one may take its place meanwhile, at another address. */
    private void confirmOnce(
            ProjectName project, ApplicationName application, PublishedApplication expected, Duration left) {
        Optional<TraefikApi> running = api.get();
        try {
            if (running.isEmpty()) {
                time.sleep(PAUSE);
                throw new RouteException(
                        RouteException.Kind.UNCONFIRMED,
                        "the routes of " + project + "/" + application
                                + " are written, but no proxy runs that could serve them; berth status proxy says why",
                        null);
            }
            running.get().confirm(project.text(), application.text(), expected, left.compareTo(TRY) < 0 ? left : TRY);
        } catch (TraefikFailure e) {
            throw routeException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RouteException(
                    RouteException.Kind.INTERRUPTED, "interrupted while waiting for the proxy to serve " + project, e);
        }
    }

    @Override
    public void tryOut(ProjectName project, ApplicationRoutes routes, Duration patience, Runnable afterFailure) {
        Duration end = time.elapsed().plus(patience);
        while (true) {
            Route tried = tried(words(project, routes));
            Duration left = end.minus(time.elapsed());
            Optional<String> trouble = trouble(tried, left.compareTo(TRY) < 0 ? TRY : left);
            if (trouble.isEmpty()) {
                return;
            }
            afterFailure.run();
            if (time.elapsed().compareTo(end) >= 0) {
                throw new RouteException(
                        RouteException.Kind.UNCONFIRMED,
                        trouble.get()
                                + "; look whether the application answers HTTP requests from outside its container on port "
                                + routes.trial().map(Trial::port).orElse(routes.port()),
                        null);
            }
            pause(project);
        }
    }

    private static Route tried(List<Route> words) {
        return words.stream()
                .filter(route -> route.word().isPresent())
                .findFirst()
                .orElseGet(() -> words.get(0));
    }

    private Optional<String> trouble(Route route, Duration patience) {
        try {
            return door.trouble(route, patience);
        } catch (TraefikFailure e) {
            throw routeException(e);
        }
    }

    private void pause(ProjectName project) {
        try {
            time.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RouteException(
                    RouteException.Kind.INTERRUPTED, "interrupted while waiting for the proxy to serve " + project, e);
        }
    }

    private static RouteException routeException(TraefikFailure failure) {
        RouteException.Kind kind =
                switch (failure.kind()) {
                    case REFUSED -> RouteException.Kind.REFUSED;
                    case INTERRUPTED -> RouteException.Kind.INTERRUPTED;
                    case FOREIGN, UNREADABLE -> RouteException.Kind.NOT_WRITTEN;
                    case CONFLICT -> RouteException.Kind.CONFLICT;
                    case NOT_TAKEN_UP, UNREACHABLE, DENIED -> RouteException.Kind.UNCONFIRMED;
                };
        return new RouteException(kind, failure.getMessage(), failure);
    }
}
