package dev.berth.core.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds circles among named things, whatever the length of a chain, without recursion. */
final class Circles {
    private Circles() {}

    private record Visit(String name, Iterator<Placed<String>> edges) {}

    /**
     * @param edges of each name: what it leads to, and where that is written
     * @param found told of each circle: the edge that closes it, and its names, the first once more at the end
     */
    static void find(Map<String, List<Placed<String>>> edges, BiConsumer<Placed<String>, List<String>> found) {
        Set<String> done = new HashSet<>();
        for (String start : edges.keySet()) {
            if (!done.contains(start)) {
                from(start, edges, done, found);
            }
        }
    }

    private static void from(
            String start,
            Map<String, List<Placed<String>>> edges,
            Set<String> done,
            BiConsumer<Placed<String>, List<String>> found) {
        Set<String> way = new LinkedHashSet<>(List.of(start));
        Deque<Visit> visits = new ArrayDeque<>();
        visits.push(new Visit(start, edges.get(start).iterator()));
        while (!visits.isEmpty()) {
            Visit visit = visits.peek();
            if (!visit.edges().hasNext()) {
                visits.pop();
                way.remove(visit.name());
                done.add(visit.name());
                continue;
            }
            Placed<String> edge = visit.edges().next();
            if (way.contains(edge.value())) {
                found.accept(edge, circle(way, edge.value()));
            } else if (edges.containsKey(edge.value()) && !done.contains(edge.value())) {
                way.add(edge.value());
                visits.push(new Visit(edge.value(), edges.get(edge.value()).iterator()));
            }
        }
    }

    private static List<String> circle(Set<String> way, String closing) {
        List<String> all = new ArrayList<>(way);
        List<String> circle = new ArrayList<>(all.subList(all.indexOf(closing), all.size()));
        circle.add(closing);
        return circle;
    }

    /** {@code a → b → a}; a long one is cut. */
    static String shown(List<String> circle) {
        if (circle.size() <= 8) {
            return String.join(" → ", circle);
        }
        return String.join(" → ", circle.subList(0, 6)) + " → … → " + circle.get(circle.size() - 1);
    }
}
