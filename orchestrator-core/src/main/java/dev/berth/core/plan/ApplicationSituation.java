package dev.berth.core.plan;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link Situation} as it concerns one application.
 *
 * @param wanted with the accepted release in place of an equal one that another recipe fingerprinted
 * @param mine instances of the wanted release
 * @param predecessors instances of the accepted release, when that is another one
 * @param strays instances of neither
 */
record ApplicationSituation(
        Situation whole,
        DesiredApplication wanted,
        Optional<DesiredApplication> accepted,
        List<ObservedInstance> mine,
        List<ObservedInstance> predecessors,
        List<ObservedInstance> strays) {
    private static final Set<InstanceState> ALIVE =
            Set.of(InstanceState.RUNNING, InstanceState.PAUSED, InstanceState.RESTARTING);

    static ApplicationSituation of(Situation whole, DesiredApplication asked) {
        Optional<DesiredApplication> accepted = whole.accepted().application(asked.name());
        DesiredApplication wanted =
                accepted.map(a -> comparable(asked, a.release())).orElse(asked);
        List<ObservedInstance> mine = new ArrayList<>();
        List<ObservedInstance> predecessors = new ArrayList<>();
        List<ObservedInstance> strays = new ArrayList<>();
        for (ObservedInstance instance : whole.observed().instances()) {
            if (!instance.name().release().application().equals(asked.name())) {
                continue;
            }
            if (instance.name().release().equals(wanted.release().name())) {
                mine.add(instance);
            } else if (accepted.isPresent()
                    && instance.name().release().equals(accepted.get().release().name())) {
                predecessors.add(instance);
            } else {
                strays.add(instance);
            }
        }
        return new ApplicationSituation(whole, wanted, accepted, mine, predecessors, strays);
    }

    /** Fingerprints of different recipes say nothing about each other: what they were made from does. */
    private static DesiredApplication comparable(DesiredApplication wanted, Release accepted) {
        boolean otherRecipe = !wanted.release()
                .fingerprint()
                .recipe()
                .equals(accepted.fingerprint().recipe());
        return otherRecipe && accepted.isMadeAs(wanted.release()) ? wanted.withRelease(accepted) : wanted;
    }

    /** Whether the wanted release is the one that was last proven. */
    boolean isProven() {
        return accepted.isPresent()
                && accepted.get().release().name().equals(wanted.release().name());
    }

    static boolean isAlive(ObservedInstance instance) {
        return ALIVE.contains(instance.state());
    }

    /** Whether it may get traffic now; one that does not answer to the application's name was not proven yet. */
    boolean isFit(ObservedInstance instance) {
        return instance.isRunning()
                && instance.attached()
                && instance.answersToApplication()
                && !whole.unhealthy().contains(instance.name());
    }

    /** Why an instance of the proven release makes room for a new one of the same; empty when it does not. */
    Optional<String> causeToReplace(ObservedInstance instance) {
        Optional<String> ordered = Optional.ofNullable(whole.replace().get(instance.name()));
        if (ordered.isPresent()) {
            return ordered;
        }
        if (instance.state() == InstanceState.DEAD) {
            return Optional.of("the engine could not remove its container");
        }
        boolean runs = instance.isRunning() || isStartedAgain(instance);
        return runs && !instance.otherLimits().isEmpty()
                ? Optional.of("somebody gave it " + String.join(", ", instance.otherLimits())
                        + " on the engine, which only a new container is without")
                : Optional.empty();
    }

    /** Whether an instance of the proven release is to be started again as it is. */
    boolean isStartedAgain(ObservedInstance instance) {
        return switch (instance.state()) {
            case RUNNING, RESTARTING, DEAD -> false;
            case PAUSED, CREATED -> true;
            case EXITED -> !whole.isHealing() || !instance.isOver(wanted.restart());
        };
    }

    /**
     * Those of the accepted release's instances that have stopped, most likely for a deployment that was cut off, and are to run
     * again when what takes their place fails. Not what has ended for good, nor what a user had stopped.
     */
    List<ObservedInstance> comingBack(List<ObservedInstance> old) {
        long alive = old.stream().filter(ApplicationSituation::isAlive).count();
        return accepted.filter(a -> !a.job() && !a.stopped()).stream()
                .flatMap(a -> byWorth(old).stream()
                        .filter(i -> i.state() == InstanceState.EXITED && !i.isOver(a.restart()))
                        .limit(Math.max(0, a.replicas() - alive)))
                .toList();
    }

    /** Whether an old instance must be gone before a new one starts. */
    boolean stopsFirst() {
        if (wanted.order() == DeployPolicy.Order.STOP_FIRST) {
            return true;
        }
        boolean byWish = wanted.deploy().order().isPresent();
        return !byWish
                && whole.observed().instances().stream()
                        .filter(i -> i.name().release().application().equals(wanted.name()))
                        .anyMatch(i -> isAlive(i) && i.writesVolume());
    }

    /**
     * What has to be gone, and nobody needs, before an instance starts that stops others first: also what is left over of
     * other applications, when that may write to the same volume or have the same port of the host.
     */
    List<ObservedInstance> inTheWay() {
        Release release = wanted.release();
        List<ObservedInstance> found = new ArrayList<>(strays);
        whole.observed().instances().stream()
                .filter(i -> !i.name().release().application().equals(wanted.name()))
                .filter(i -> !whole.wanted().has(i.name().release())
                        && !whole.accepted().has(i.name().release()))
                .filter(i -> !release.ports().isEmpty()
                        || i.writesVolume() && !release.written().isEmpty())
                .forEach(found::add);
        return found;
    }

    /**
     * Instances of the wanted release that somebody else can wait for; an order also for those that the engine itself is
     * starting again, whose end it tells then.
     */
    List<ObservedInstance> awaitable() {
        return mine.stream()
                .filter(i -> i.isRunning() || !whole.isHealing() && i.state() == InstanceState.RESTARTING)
                .filter(i -> causeToReplace(i).isEmpty())
                .toList();
    }

    /** Why {@link #stopsFirst}. */
    String reasonToStopFirst() {
        if (wanted.deploy().order().isPresent()) {
            return "deploy.order says so";
        }
        return wanted.release().ports().isEmpty()
                ? "both would write to one volume"
                : "both would want one port of the host";
    }

    /** The lowest slots of the wanted release that no instance has. */
    List<InstanceName> freeSlots(int count) {
        Set<Integer> taken = mine.stream().map(i -> i.name().slot()).collect(Collectors.toSet());
        List<InstanceName> free = new ArrayList<>();
        for (int slot = 1; free.size() < count; slot++) {
            if (!taken.contains(slot)) {
                free.add(wanted.release().instance(slot));
            }
        }
        return free;
    }

    /** Those most worth keeping first: running and well, running, then what can be started again. */
    List<ObservedInstance> byWorth(List<ObservedInstance> instances) {
        return instances.stream()
                .sorted(Comparator.comparing(ApplicationSituation::worth)
                        .thenComparing(i -> !isFit(i))
                        .thenComparing(ObservedInstance::name))
                .toList();
    }

    private static int worth(ObservedInstance instance) {
        return switch (instance.state()) {
            case RUNNING -> 0;
            case RESTARTING -> 1;
            case PAUSED -> 2;
            case EXITED -> 3;
            case CREATED -> 4;
            case DEAD -> 5;
        };
    }

    /** Of a stray that cannot stay even until the end. */
    String causeToMove(String why) {
        return (whole.underWay().isPresent() ? whole.causeOfStrays() : "left over") + ", and " + why;
    }

    /** What gets traffic now, of the accepted release. */
    List<InstanceName> serving() {
        List<ObservedInstance> old = isProven() ? mine : predecessors;
        List<InstanceName> fit =
                old.stream().filter(this::isFit).map(ObservedInstance::name).toList();
        return fit.isEmpty() ? old.stream().map(ObservedInstance::name).toList() : fit;
    }

    Routing routing() {
        return new Routing(whole, wanted, accepted, serving());
    }

    /** The engine itself restarts only what is proven, and never a job. */
    Restart engineRestart() {
        return wanted.job() ? new Restart.No() : wanted.restart();
    }

    InstanceStart unproven(InstanceName name, boolean answersToApplication) {
        return new InstanceStart(name, startable(), wanted.resources(), new Restart.No(), answersToApplication);
    }

    InstanceStart proven(InstanceName name, boolean answersToApplication) {
        return new InstanceStart(name, startable(), wanted.resources(), engineRestart(), answersToApplication);
    }

    /** The release with the image it is pinned to, unless the engine has lost that one. */
    Release startable() {
        Release release = wanted.release();
        return release.imageId().filter(whole.observed().images()::contains).isPresent() ? release : release.unpinned();
    }

    boolean isImageHere() {
        Set<String> images = whole.observed().images();
        Release release = wanted.release();
        return images.contains(release.image().reference())
                || release.imageId().filter(images::contains).isPresent();
    }

    /** How long what is in flight to those that give way may take; zero when requests were led to none. */
    Duration drain() {
        return Stream.concat(Stream.of(wanted), accepted.stream())
                .filter(a -> whole.proxied() && Routing.mayHaveVisitors(a))
                .map(a -> a.deploy().drain())
                .findFirst()
                .orElse(Duration.ZERO);
    }

    Duration grace() {
        return wanted.release().invocation().stopGracePeriod();
    }
}
