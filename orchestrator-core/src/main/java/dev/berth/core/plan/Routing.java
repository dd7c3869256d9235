package dev.berth.core.plan;

import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The steps that change one application's routes, each with the way back to those before. */
final class Routing {
    /** How long the proxy may take to say that it serves what was published. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Situation situation;
    private final DesiredApplication wanted;
    private final Optional<DesiredApplication> accepted;
    private final Optional<ApplicationRoutes> before;

    /** @param serving instances that got traffic before, of the accepted release */
    Routing(
            Situation situation,
            DesiredApplication wanted,
            Optional<DesiredApplication> accepted,
            Collection<InstanceName> serving) {
        this.situation = situation;
        this.wanted = wanted;
        this.accepted = accepted;
        this.before = accepted.filter(a -> isPublished() && isRouted(a) && !serving.isEmpty())
                .map(a -> routes(a, serving));
    }

    static boolean isRouted(DesiredApplication application) {
        return mayHaveVisitors(application) && !application.stopped();
    }

    /** Whether requests are led to it while it runs. */
    static boolean mayHaveVisitors(DesiredApplication application) {
        return !application.domains().isEmpty() && application.port().isPresent() && !application.job();
    }

    private static ApplicationRoutes routes(DesiredApplication application, Collection<InstanceName> instances) {
        return routes(application, instances, List.of());
    }

    /**
     * The old release takes over while the new one does not answer: between the end of an instance and the change of the
     * routes that follows it, a request would be lost.
     *
     * @param old those that can stand by
     */
    private static ApplicationRoutes routes(
            DesiredApplication application, Collection<InstanceName> instances, Collection<InstanceName> old) {
        boolean hasChoice = instances.size() > 1 || !old.isEmpty();
        return new ApplicationRoutes(
                application.name(),
                application.domains(),
                application.port().orElseThrow(),
                application.sticky(),
                hasChoice && application.retry(),
                application.healthCheck().filter(check -> hasChoice),
                List.copyOf(instances),
                List.copyOf(old),
                old.isEmpty() ? Optional.empty() : Optional.of(trial(application, instances)));
    }

    private static Trial trial(DesiredApplication application, Collection<InstanceName> instances) {
        return new Trial(application.domains().get(0), application.port().orElseThrow(), List.copyOf(instances));
    }

    private boolean isPublished() {
        return situation.proxied() && situation.routes().applications().contains(wanted.name());
    }

    /** Leads requests to exactly these instances, when they do not already go there; nowhere when there are none. */
    List<Step> lead(Collection<InstanceName> instances, String cause) {
        if (!situation.proxied()) {
            return List.of();
        }
        if (!isRouted(wanted) || instances.isEmpty()) {
            return withdraw(cause);
        }
        ApplicationRoutes routes = routes(wanted, instances);
        return situation.routes().holds(routes) ? List.of() : change(routes, cause);
    }

    /** Leads requests away from what does not answer; while the proxy is cut off, none arrive. */
    List<Step> takeOut(Collection<InstanceName> fit) {
        return situation.observed().proxyJoined() ? lead(fit, "takes out what does not answer") : List.of();
    }

    /** The proxy is led to the project's network no earlier: without a proxy only the routes fail. */
    private List<Step> change(ApplicationRoutes routes, String cause) {
        List<Step> steps = new ArrayList<>();
        joined().ifPresent(steps::add);
        steps.addAll(switchTo(routes, cause));
        return steps;
    }

    private Optional<Step> joined() {
        return situation.observed().proxyJoined() ? Optional.empty() : Optional.of(join(situation, wanted));
    }

    static Step join(Situation situation, DesiredApplication routed) {
        return Step.of(new ProjectAction.JoinProxy(situation.wanted().project()), routed.name() + " has a domain");
    }

    private List<Step> switchTo(ApplicationRoutes routes, String cause) {
        return switchTo(routes, cause, back());
    }

    private List<Step> switchTo(ApplicationRoutes routes, String cause, List<Action> back) {
        return List.of(publish(routes, cause, back), confirm(routes, "the proxy serves it"));
    }

    private Step publish(ApplicationRoutes routes, String cause, List<Action> back) {
        return new Step(new RouteAction.PublishRoutes(situation.wanted().project(), routes), cause, back);
    }

    private Step confirm(ApplicationRoutes routes, String cause) {
        return Step.of(new RouteAction.ConfirmRoutes(situation.wanted().project(), routes, PATIENCE), cause);
    }

    /**
     * The routes of the old ones with a way beside them by which the new ones can be tried before anybody is led there; empty
     * where requests do not go to the old ones, or go to the new ones already.
     *
     * @param fallback as in {@link #prove}
     */
    Optional<ApplicationRoutes> beside(Collection<InstanceName> instances, Collection<InstanceName> fallback) {
        return before.filter(old -> isRouted(wanted) && !instances.isEmpty())
                .filter(old -> !situation.routes().holds(routes(wanted, instances, fallback)))
                .filter(old -> !situation.routes().holds(routes(wanted, instances)))
                .map(old -> old.with(trial(wanted, instances)));
    }

    /** Should it fail, nobody is led anywhere else: nobody waits until the proxy knows that. */
    List<Step> introduce(ApplicationRoutes beside) {
        List<Step> steps = new ArrayList<>();
        joined().ifPresent(steps::add);
        Action back = new RouteAction.PublishRoutes(situation.wanted().project(), before.orElseThrow());
        steps.add(publish(beside, "nobody is led to it before it was tried", List.of(back)));
        return steps;
    }

    List<Step> tryFirst(ApplicationRoutes beside) {
        return List.of(confirm(beside, "the proxy knows it"), tryOut(beside, "a request reaches it"));
    }

    /** Leads requests to a release that was tried. */
    List<Step> follow(
            ApplicationRoutes beside,
            Collection<InstanceName> instances,
            String cause,
            Duration drain,
            Collection<InstanceName> fallback) {
        return switchTo(routes(wanted, instances, fallback), cause, drained(backTo(beside), instances, drain));
    }

    /**
     * Leads requests to a release for the first time, and sees that they arrive. Also when they go there already: then an
     * earlier attempt was interrupted, and nobody knows how far it came.
     *
     * @param drain how long what is in flight to it may take when others take over again; zero: nobody waits
     * @param fallback those that serve while the new ones fail, until {@link #dismiss}
     */
    List<Step> prove(
            Collection<InstanceName> instances, String cause, Duration drain, Collection<InstanceName> fallback) {
        if (!situation.proxied() || !isRouted(wanted) || instances.isEmpty()) {
            return lead(instances, cause);
        }
        ApplicationRoutes routes = routes(wanted, instances, fallback);
        List<Step> steps = new ArrayList<>();
        for (Step step : change(routes, cause)) {
            boolean leads = step.action() instanceof RouteAction.PublishRoutes;
            steps.add(leads && before.isPresent() ? draining(step, instances, drain) : step);
        }
        steps.add(tryOut(routes, "a request reaches it"));
        return steps;
    }

    private Step tryOut(ApplicationRoutes routes, String cause) {
        return Step.of(new RouteAction.TryRoutes(situation.wanted().project(), routes, PATIENCE), cause);
    }

    /** Whether the old one can answer what is led to the wanted one: at the same port, under the paths that it knows. */
    static boolean canStandBy(DesiredApplication old, DesiredApplication wanted) {
        return isRouted(old)
                && old.port().equals(wanted.port())
                && old.domains().stream().allMatch(domain -> wanted.domains().stream()
                        .filter(other -> other.host().equals(domain.host())
                                && other.path().equals(domain.path()))
                        .allMatch(other -> other.stripPath() == domain.stripPath()
                                && other.internalPath().equals(domain.internalPath())));
    }

    /**
     * Lets nobody stand by any longer, once more seeing that the new ones themselves answer: nobody heard it if they did not.
     * The step that led requests to these instances knows the way back.
     */
    List<Step> dismiss(Collection<InstanceName> instances, Collection<InstanceName> fallback) {
        boolean guarded = situation.proxied() && isRouted(wanted) && !instances.isEmpty() && !fallback.isEmpty();
        if (!guarded) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(tryOut(routes(wanted, instances, fallback), "it is the new release that answers"));
        switchTo(routes(wanted, instances), "the old release stands by no longer")
                .forEach(step -> steps.add(Step.of(step.action(), step.cause())));
        return steps;
    }

    /**
     * The way back from where an earlier attempt may have led requests; none when they go where they went before.
     *
     * @param drain as in {@link #prove}
     */
    List<Action> backFrom(Collection<InstanceName> instances, Duration drain) {
        if (!isPublished() || before.filter(situation.routes()::holds).isPresent()) {
            return List.of();
        }
        return before.isPresent() ? drained(back(), instances, drain) : back();
    }

    private static Step draining(Step step, Collection<InstanceName> instances, Duration drain) {
        return new Step(step.action(), step.cause(), drained(step.undo(), instances, drain));
    }

    private static List<Action> drained(List<Action> back, Collection<InstanceName> instances, Duration drain) {
        List<Action> undo = new ArrayList<>(back);
        if (!drain.isZero()) {
            instances.forEach(instance -> undo.add(new InstanceAction.Drain(instance, drain)));
        }
        return undo;
    }

    /**
     * Leads requests to these instances after an earlier step of the same stage led them elsewhere, or while some of them are
     * led elsewhere for a time.
     *
     * @param led where they are led until then, and again when this is taken back
     */
    List<Step> leadFrom(Collection<InstanceName> led, Collection<InstanceName> instances, String cause) {
        if (!situation.proxied() || !isRouted(wanted)) {
            return List.of();
        }
        List<Action> back = before.isPresent() ? backTo(routes(accepted.orElseThrow(), led)) : back();
        List<Step> steps = new ArrayList<>();
        joined().ifPresent(steps::add);
        steps.addAll(switchTo(routes(wanted, instances), cause, back));
        return steps;
    }

    List<Step> withdraw(String cause) {
        if (!isPublished()) {
            return List.of();
        }
        Action withdraw = new RouteAction.WithdrawRoutes(situation.wanted().project(), wanted.name());
        return List.of(new Step(withdraw, cause, before.isPresent() ? back() : List.of()));
    }

    private List<Action> back() {
        if (before.isEmpty()) {
            return List.of(new RouteAction.WithdrawRoutes(situation.wanted().project(), wanted.name()));
        }
        return backTo(before.get());
    }

    private List<Action> backTo(ApplicationRoutes routes) {
        return List.of(
                new RouteAction.PublishRoutes(situation.wanted().project(), routes),
                new RouteAction.ConfirmRoutes(situation.wanted().project(), routes, PATIENCE));
    }
}
