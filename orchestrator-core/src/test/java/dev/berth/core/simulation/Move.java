package dev.berth.core.simulation;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One thing that happens in a history.
 *
 * @param seed for what is drawn when it happens
 * @param at 0: when the daemon rests; else in the middle of the call of this number after the move before
 * @param mishaps by the number of the call after this move
 */
record Move(Happening what, long seed, int at, Map<Integer, Mishap> mishaps) {
    Move {
        mishaps = new TreeMap<>(mishaps);
    }

    Move without(int mishap) {
        Map<Integer, Mishap> fewer = new TreeMap<>(mishaps);
        fewer.remove(mishap);
        return new Move(what, seed, at, fewer);
    }

    Move atRest() {
        return new Move(what, seed, 0, mishaps);
    }

    /** Such as {@code APPLY 12@0 3:LOST 9:CRASH_AFTER}; {@link #of} reads it. */
    @Override
    public String toString() {
        return what + " " + seed + "@" + at
                + mishaps.entrySet().stream()
                        .map(m -> " " + m.getKey() + ":" + m.getValue())
                        .collect(Collectors.joining());
    }

    static Move of(String text) {
        String[] words = text.strip().split(" ");
        String[] when = words[1].split("@");
        Map<Integer, Mishap> mishaps = new TreeMap<>();
        Arrays.stream(words)
                .skip(2)
                .map(word -> word.split(":"))
                .forEach(pair -> mishaps.put(Integer.valueOf(pair[0]), Mishap.valueOf(pair[1])));
        return new Move(Happening.valueOf(words[0]), Long.parseLong(when[0]), Integer.parseInt(when[1]), mishaps);
    }
}
