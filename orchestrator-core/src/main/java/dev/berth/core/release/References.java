package dev.berth.core.release;

import dev.berth.core.project.Template;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code ${{…}}} can lead to from the values of one application. Each value is written out once, after those it
 * refers to, so that neither the length of a chain nor how often a value is named costs depth or time.
 */
final class References {
    /** Characters of all values of an application, its files and the project's values, references written out. */
    static final int LONGEST = 4 << 20;

    private static final int SHOWN = 6;

    private final Map<ValueName, Template> values = new TreeMap<>();
    private final Map<String, Secret> secrets;
    private final Map<ValueName, Long> lengths = new LinkedHashMap<>();
    private final long total;

    /**
     * @param own values that {@code ${{X}}} means
     * @param shared values that {@code ${{project.X}}} means; among themselves they call each other by either name
     */
    References(Map<String, Template> own, Map<String, Template> shared, Map<String, Secret> secrets) {
        own.forEach((name, template) -> values.put(new ValueName(false, name), template));
        shared.forEach((name, template) -> values.put(new ValueName(true, name), template));
        this.secrets = secrets;
        ordered().forEach(name -> lengths.put(name, length(values.get(name), name.isShared())));
        this.total = lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The values in an order in which they can be written out; what leads into a circle is left out. */
    Collection<ValueName> order() {
        return lengths.keySet();
    }

    Template value(ValueName name) {
        return values.get(name);
    }

    Optional<Secret> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** How many characters all values have, and these templates beside them. */
    long length(Collection<Template> beside) {
        return total
                + beside.stream().mapToLong(template -> length(template, false)).sum();
    }

    /** The references of a template that lead nowhere, each once; it stands at {@code path}. */
    List<Unresolved> missing(String path, Template template, boolean isShared) {
        Set<Unresolved> found = new LinkedHashSet<>();
        for (Template.Piece piece : template.pieces()) {
            if (piece instanceof Template.SecretReference secret && !secrets.containsKey(secret.name())) {
                found.add(new Unresolved(
                        path,
                        "secret." + secret.name(),
                        "there is no secret " + secret.name(),
                        "set it with  berth secret set PROJECT " + secret.name()));
            }
            ValueName.of(piece, isShared)
                    .filter(name -> !values.containsKey(name))
                    .ifPresent(name -> {
                        String where = name.isShared() ? "the project's env" : "this env";
                        found.add(new Unresolved(
                                path,
                                name.toString(),
                                "there is no such value in " + where,
                                "add it there or mend the name"));
                    });
        }
        return List.copyOf(found);
    }

    /** The circles among the shared values or the application's own, which stand below {@code path}; each once. */
    List<Unresolved> circles(String path, boolean isShared) {
        List<Unresolved> found = new ArrayList<>();
        Set<ValueName> seen = new HashSet<>(lengths.keySet());
        for (ValueName start : values.keySet()) {
            Set<ValueName> way = new LinkedHashSet<>();
            ValueName at = start;
            while (!seen.contains(at) && way.add(at)) {
                at = targets(at).stream()
                        .filter(target -> !lengths.containsKey(target))
                        .findFirst()
                        .orElseThrow();
            }
            if (way.contains(at) && at.isShared() == isShared) {
                found.add(circle(path + "." + at.name(), way, at));
            }
            seen.addAll(way);
        }
        return found;
    }

    private static Unresolved circle(String path, Set<ValueName> way, ValueName closing) {
        List<String> names = way.stream()
                .dropWhile(name -> !name.equals(closing))
                .map(ValueName::toString)
                .collect(Collectors.toCollection(ArrayList::new));
        names.add(closing.toString());
        String shown = names.size() <= SHOWN + 1
                ? String.join(" → ", names)
                : String.join(" → ", names.subList(0, SHOWN)) + " → … → " + closing;
        return new Unresolved(path, names.get(1), "it leads back to itself: " + shown, "write one of them out");
    }

    /** The values so ordered that each comes after those it refers to; those that lead into a circle are left out. */
    private List<ValueName> ordered() {
        Map<ValueName, Integer> waiting = new HashMap<>();
        Map<ValueName, List<ValueName>> dependants = new HashMap<>();
        Deque<ValueName> ready = new ArrayDeque<>();
        for (ValueName name : values.keySet()) {
            List<ValueName> targets = targets(name);
            waiting.put(name, targets.size());
            targets.forEach(target ->
                    dependants.computeIfAbsent(target, t -> new ArrayList<>()).add(name));
            if (targets.isEmpty()) {
                ready.add(name);
            }
        }
        List<ValueName> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            ValueName name = ready.remove();
            order.add(name);
            for (ValueName dependant : dependants.getOrDefault(name, List.of())) {
                if (waiting.merge(dependant, -1, Integer::sum) == 0) {
                    ready.add(dependant);
                }
            }
        }
        return order;
    }

    /** The values that one refers to, as far as there are such. */
    private List<ValueName> targets(ValueName name) {
        return values.get(name).pieces().stream()
                .flatMap(piece -> ValueName.of(piece, name.isShared()).stream())
                .filter(values::containsKey)
                .toList();
    }

    private long length(Template template, boolean isShared) {
        long length = 0;
        for (Template.Piece piece : template.pieces()) {
            if (piece instanceof Template.Literal literal) {
                length += literal.text().length();
            } else if (piece instanceof Template.SecretReference secret && secrets.containsKey(secret.name())) {
                length += secrets.get(secret.name()).reveal().length();
            } else {
                length += ValueName.of(piece, isShared).map(lengths::get).orElse(0L);
            }
            length = Math.min(length, Integer.MAX_VALUE);
        }
        return length;
    }
}
