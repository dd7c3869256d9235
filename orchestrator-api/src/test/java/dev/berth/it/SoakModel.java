package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the outcomes of all orders allow there to be. An order that succeeded leaves one possibility; one that did not
 * may have come far enough to stay, or not.
 */
final class SoakModel {
    /** There is no such application. */
    static final String ABSENT = "";

    static final String BROKEN = "broken";
    /** One of those that there were: an order that started what was stopped may have accepted what was applied before. */
    private static final String EARLIER = "earlier";

    /**
     * What an order would change.
     *
     * @param versions by application, where it says something of versions
     * @param whole whether applications that it does not name go
     */
    record Intent(String project, Map<String, String> versions, boolean whole, Map<String, Boolean> stopped) {}

    private final Map<Long, Intent> open = new TreeMap<>();
    private final Map<Long, Intent> all = new TreeMap<>();
    private final Map<String, Map<String, Set<String>>> versions = new TreeMap<>();
    private final Map<String, Set<Boolean>> stopped = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    void ordered(long deployment, Intent intent) {
        open.put(deployment, intent);
        all.put(deployment, intent);
        // A wish holds as soon as it is ordered, also for what was ordered before and still waits.
        intent.stopped().forEach((application, stop) -> possiblyStopped(intent, application)
                .add(stop));
    }

    private Set<Boolean> possiblyStopped(Intent intent, String application) {
        return stopped.computeIfAbsent(intent.project() + "/" + application, name -> new TreeSet<>(Set.of(false)));
    }

    /** What going back to what that deployment accepted would change. */
    Intent rollback(String project, String application, long to) {
        String version = Optional.ofNullable(all.get(to))
                .map(intent -> intent.versions().get(application))
                .orElse(EARLIER);
        return new Intent(project, Map.of(application, version), false, Map.of());
    }

    private Set<String> meant(String project, String application, String version) {
        return version.equals(EARLIER)
                ? all.values().stream()
                        .filter(intent -> intent.project().equals(project))
                        .map(intent -> intent.versions().getOrDefault(application, ABSENT))
                        .filter(earlier -> !Set.of(ABSENT, EARLIER, BROKEN).contains(earlier))
                        .collect(Collectors.toSet())
                : Set.of(version);
    }

    /** Takes in how the orders since the last time ended, oldest first. */
    void learn(Function<Long, JsonNode> deployments) {
        open.forEach((id, intent) -> learn(intent, deployments.apply(id)));
        open.clear();
    }

    private void learn(Intent intent, JsonNode deployment) {
        boolean succeeded = deployment.get("status").asText().equals("succeeded");
        Map<String, Set<String>> known = versions.computeIfAbsent(intent.project(), name -> new TreeMap<>());
        Map<String, String> meant = new TreeMap<>(intent.versions());
        if (intent.whole()) {
            known.keySet().forEach(application -> meant.putIfAbsent(application, ABSENT));
        }
        if (succeeded && meant.containsValue(BROKEN) && !mayBeStopped(intent.project(), "web", true)) {
            wrong.add("a broken release was accepted: " + deployment);
        }
        meant.forEach((application, version) -> {
            Set<String> possible = known.computeIfAbsent(application, name -> new TreeSet<>(Set.of(ABSENT)));
            if (mayBeStopped(intent.project(), application, true)) {
                possible.add(ABSENT); // nothing is tried of what is stopped
            } else if (succeeded) {
                possible.clear();
            }
            possible.addAll(meant(intent.project(), application, version));
        });
        intent.stopped().forEach((application, stop) -> {
            Set<Boolean> possible = possiblyStopped(intent, application);
            if (succeeded) {
                possible.clear();
            } else {
                possible.add(true); // nobody knows how far it came
            }
            possible.add(stop);
        });
        // A start also tries what was applied before and did not come about.
        intent.stopped().keySet().stream()
                .filter(application -> !intent.stopped().get(application) && known.containsKey(application))
                .forEach(application -> known.get(application).addAll(meant(intent.project(), application, EARLIER)));
        if (intent.whole() && intent.versions().isEmpty()) {
            stopped.keySet().stream()
                    .filter(name -> name.startsWith(intent.project() + "/"))
                    .forEach(name -> stopped.get(name).add(false));
        }
    }

    /** What was never to be. */
    List<String> wrong() {
        return wrong;
    }

    Set<String> projects() {
        return versions.keySet();
    }

    Set<String> applications(String project) {
        return versions.getOrDefault(project, Map.of()).keySet();
    }

    boolean mayBe(String project, String application, String version) {
        return versions.getOrDefault(project, Map.of())
                .getOrDefault(application, Set.of(ABSENT))
                .contains(version);
    }

    boolean mayBeStopped(String project, String application, boolean stop) {
        return stopped.getOrDefault(project + "/" + application, Set.of(false)).contains(stop);
    }

    /** It is there, in whatever version. */
    void present(String project, String application) {
        Set<String> possible = versions.get(project).get(application);
        if (possible.size() > 1) {
            possible.remove(ABSENT);
        }
    }

    /** This is how it is: other possibilities are over. */
    void settled(String project, String application, String version) {
        versions.get(project).put(application, new TreeSet<>(Set.of(version)));
    }

    /** The same of whether it was stopped. */
    void settled(String project, String application, boolean stop) {
        stopped.put(project + "/" + application, new TreeSet<>(Set.of(stop)));
    }
}
