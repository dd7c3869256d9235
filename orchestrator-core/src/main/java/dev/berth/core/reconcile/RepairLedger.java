package dev.berth.core.reconcile;

import dev.berth.core.plan.Stage;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * How often the stages of one project were repaired, and what failed last; by the title of the stage, so that what goes
 * wrong with one never holds up another. Safe for several threads.
 */
final class RepairLedger {
    private final Timekeeper time;
    private final RandomGenerator random;
    private final Map<String, Backoff> backoffs = new TreeMap<>();
    private final Map<String, String> failures = new TreeMap<>();
    private final Map<InstanceName, Integer> starts = new TreeMap<>();
    /** Applications whose requests could not be led away from what is dead while they were left alone. */
    private final Set<String> notLed = new TreeSet<>();

    /** Application → which other one it waits for, in words. */
    private Map<ApplicationName, String> waiting = Map.of();

    RepairLedger(Timekeeper time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** Whether the stage is left alone at this time. */
    synchronized boolean holds(String title, Duration now) {
        return backoffs.containsKey(title) && backoffs.get(title).holds(now);
    }

    synchronized boolean holdsAny(Duration now) {
        return backoffs.values().stream().anyMatch(b -> b.holds(now));
    }

    /** The applications that are left alone at this time, and why. */
    synchronized Map<ApplicationName, String> held(Duration now) {
        Map<ApplicationName, String> held = new TreeMap<>();
        backoffs.forEach((title, backoff) -> {
            if (Stage.isApplication(title) && backoff.holds(now)) {
                held.put(new ApplicationName(title), "left alone for a while after " + backoff.repairs() + " repairs");
            }
        });
        return held;
    }

    /** Whether nothing at all is done about an application at this time, not even about its routes. */
    synchronized boolean holdsRoutes(String title, Duration now) {
        return notLed.contains(title) && holds(title, now);
    }

    /** How long each of these stages is still left alone; zero when the time of one has come. */
    synchronized Duration pause(Set<String> titles, Duration now) {
        return titles.stream()
                .map(title -> holds(title, now) ? backoffs.get(title).pause(now) : Duration.ZERO)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    synchronized void started(InstanceName instance) {
        starts.merge(instance, 1, Integer::sum);
    }

    /** @param began when the repair was called for */
    synchronized void repaired(String title, Duration began) {
        backoff(title).repaired(began, time.elapsed());
        settled(title);
    }

    private void settled(String title) {
        failures.remove(title);
        notLed.remove(title);
    }

    /** As {@link #repaired}, of what was well by itself and disturbed by somebody else. */
    synchronized void disturbed(String title, Duration began) {
        backoff(title).disturbed(began, time.elapsed());
        settled(title);
    }

    /**
     * Requests could not be led away from what is dead of an application that was left alone; its time stays, and with it
     * they are tried to be again. Returns as {@link #failed}.
     */
    synchronized boolean notLed(String title, String why) {
        notLed.add(title);
        return isNews(title, why);
    }

    /** Returns whether that is news: last lines and ids of things that are gone differ each time, and are none. */
    synchronized boolean failed(String title, Duration began, String why) {
        backoff(title).repaired(began, time.elapsed());
        return isNews(title, why);
    }

    private boolean isNews(String title, String why) {
        String before = failures.put(title, why);
        return before == null || !gist(before).equals(gist(why));
    }

    private static String gist(String text) {
        return text.lines().findFirst().orElse("").replaceAll("[0-9a-f]{12,}", "");
    }

    /** These applications wait for others now, and no more do. */
    synchronized void waits(Map<ApplicationName, String> now) {
        waiting = Map.copyOf(now);
    }

    /** Everything is as it should be: what failed before is over. */
    synchronized void wellAgain() {
        failures.clear();
    }

    /** A user acted on this application: what went wrong before counts no more. */
    synchronized void begunAnew(ApplicationName application) {
        backoffs.remove(application.text());
        settled(application.text());
        starts.keySet().removeIf(instance -> instance.release().application().equals(application));
        retryCommon();
    }

    /** A user acted on the whole project. */
    synchronized void begunAnew() {
        backoffs.clear();
        failures.clear();
        notLed.clear();
        starts.clear();
    }

    /** What concerns the project as a whole may be tried again at once. */
    synchronized void retryCommon() {
        backoffs.keySet().removeIf(title -> !Stage.isApplication(title));
    }

    /** What failed of the project as a whole; empty when nothing did. */
    synchronized String trouble() {
        return failures.entrySet().stream()
                .filter(failure -> !Stage.isApplication(failure.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
    }

    synchronized Map<ApplicationName, ApplicationNote> notes() {
        Duration now = time.elapsed();
        Instant clock = time.now();
        Map<ApplicationName, ApplicationNote> notes = new HashMap<>();
        waiting.forEach((name, why) ->
                notes.put(name, new ApplicationNote(why, true, Optional.empty(), startsOf(name.text()))));
        backoffs.forEach((title, backoff) -> {
            if (Stage.isApplication(title) && !waiting.containsKey(new ApplicationName(title))) {
                Optional<Instant> notBefore = backoff.holds(now) && failures.containsKey(title)
                        ? Optional.of(clock.plus(backoff.pause(now)))
                        : Optional.empty();
                notes.put(
                        new ApplicationName(title),
                        new ApplicationNote(failures.getOrDefault(title, ""), notBefore, startsOf(title)));
            }
        });
        return notes;
    }

    private Map<InstanceName, Integer> startsOf(String application) {
        Map<InstanceName, Integer> found = new TreeMap<>(starts);
        found.keySet()
                .removeIf(instance -> !instance.release().application().text().equals(application));
        return found;
    }

    private Backoff backoff(String title) {
        return backoffs.computeIfAbsent(title, t -> new Backoff(random));
    }
}
