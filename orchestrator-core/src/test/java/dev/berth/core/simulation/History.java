package dev.berth.core.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happens in one simulation; the same again every time.
 *
 * @param seed for what is drawn once for the whole of it
 */
record History(long seed, List<Move> moves) {
    private static final int LONGEST = 6;

    History {
        moves = List.copyOf(moves);
    }

    static History of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<Move> moves = new ArrayList<>();
        moves.add(new Move(Happening.APPLY, random.nextInt(10_000), 0, mishaps(random)));
        int length = 1 + random.nextInt(LONGEST);
        for (int i = 0; i < length; i++) {
            int at = random.nextInt(3) == 0 ? 1 + random.nextInt(30) : 0;
            moves.add(new Move(Happening.drawn(random), random.nextInt(10_000), at, mishaps(random)));
        }
        return new History(seed, moves);
    }

    /** Mostly few; early calls are the more probable ones, since there are few late ones. */
    private static Map<Integer, Mishap> mishaps(Random random) {
        Map<Integer, Mishap> mishaps = new TreeMap<>();
        Mishap[] all = Mishap.values();
        for (int count = Math.max(0, random.nextInt(6) - 2); count > 0; count--) {
            mishaps.put(1 + random.nextInt(1 + random.nextInt(120)), all[random.nextInt(all.length)]);
        }
        return mishaps;
    }

    /** This without one thing each, the greater things first. */
    List<History> shortened() {
        List<History> all = new ArrayList<>();
        for (int length = moves.size() / 2; length > 0; length /= 2) {
            for (int from = 0; from + length <= moves.size(); from += length) {
                List<Move> fewer = new ArrayList<>(moves);
                fewer.subList(from, from + length).clear();
                if (!fewer.isEmpty()) {
                    all.add(new History(seed, fewer));
                }
            }
        }
        for (int i = 0; i < moves.size(); i++) {
            Move move = moves.get(i);
            for (int mishap : move.mishaps().keySet()) {
                all.add(with(i, move.without(mishap)));
            }
            if (move.at() > 0) {
                all.add(with(i, move.atRest()));
            }
        }
        return all;
    }

    private History with(int index, Move move) {
        List<Move> changed = new ArrayList<>(moves);
        changed.set(index, move);
        return new History(seed, changed);
    }

    /** Such as {@code 17: APPLY 12@0; STOP 3@0 4:LOST}; {@link #of(String)} reads it. */
    @Override
    public String toString() {
        return seed + ": " + moves.stream().map(Move::toString).collect(Collectors.joining("; "));
    }

    static History of(String text) {
        int colon = text.indexOf(':');
        return new History(
                Long.parseLong(text.substring(0, colon)),
                Arrays.stream(text.substring(colon + 1).split(";"))
                        .map(Move::of)
                        .toList());
    }
}
