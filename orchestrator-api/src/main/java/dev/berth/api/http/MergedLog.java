package dev.berth.api.http;

import dev.berth.core.engine.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last lines of several instances in the order of their times; no more than fit into a few megabytes. */
final class MergedLog {
    /** A line and whose it is. */
    record Printed(String instance, LogLine line) {}

    private static final class Tail {
        private final Deque<Printed> lines = new ArrayDeque<>();
        private long characters;
    }

    private final long room;
    private final Map<String, Tail> tails = new TreeMap<>();

    /** @param room for one instance's lines, in characters; the oldest give way */
    MergedLog(long room) {
        this.room = room;
    }

    void add(String instance, LogLine line) {
        Tail tail = tails.computeIfAbsent(instance, i -> new Tail());
        tail.lines.addLast(new Printed(instance, line));
        tail.characters += line.text().length();
        while (tail.characters > room && tail.lines.size() > 1) {
            tail.characters -= tail.lines.removeFirst().line().text().length();
        }
    }

    List<Printed> lines() {
        List<Printed> all = new ArrayList<>();
        tails.values().forEach(tail -> all.addAll(tail.lines));
        all.sort(Comparator.comparing(printed -> printed.line().at()));
        return all;
    }
}
