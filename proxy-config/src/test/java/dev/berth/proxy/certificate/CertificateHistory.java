package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.Peril.Mishap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What happens in one simulation of a keeper; the same again every time. */
record CertificateHistory(long seed, List<Move> moves) {
    /** What can happen. */
    enum Happening {
        MINUTES,
        HOURS,
        DAYS,
        WEEKS,
        RENEW,
        WANT,
        UNWANT,
        AUTHORITY_AWAY,
        UNREACHABLE,
        REACHABLE,
        PROXY_DOWN,
        PROXY_UP,
        PROXY_HIDES,
        PROXY_SHOWS,
        PROXY_FULL,
        PROXY_FREE,
        DISK_FULL,
        DISK_FREE,
        SHORTER_LIVES,
        CLOCK,
        KILL
    }

    /** @param mishaps by the number of the call after this move */
    record Move(Happening what, long seed, Map<Integer, Mishap> mishaps) {
        Move {
            mishaps = new TreeMap<>(mishaps);
        }

        Move without(int mishap) {
            Map<Integer, Mishap> fewer = new TreeMap<>(mishaps);
            fewer.remove(mishap);
            return new Move(what, seed, fewer);
        }

        @Override
        public String toString() {
            return what + " " + seed
                    + mishaps.entrySet().stream()
                            .map(m -> " " + m.getKey() + ":" + m.getValue())
                            .collect(Collectors.joining());
        }

        static Move of(String text) {
            String[] words = text.strip().split(" ");
            Map<Integer, Mishap> mishaps = new TreeMap<>();
            Arrays.stream(words)
                    .skip(2)
                    .map(word -> word.split(":"))
                    .forEach(pair -> mishaps.put(Integer.valueOf(pair[0]), Mishap.valueOf(pair[1])));
            return new Move(Happening.valueOf(words[0]), Long.parseLong(words[1]), mishaps);
        }
    }

    CertificateHistory {
        moves = List.copyOf(moves);
    }

    static CertificateHistory of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Happening[] all = Happening.values();
        List<Move> moves = new ArrayList<>();
        for (int i = 3 + random.nextInt(14); i > 0; i--) {
            Happening what = random.nextInt(3) == 0 ? all[random.nextInt(4)] : all[random.nextInt(all.length)];
            moves.add(new Move(what, random.nextInt(10_000), mishaps(random)));
        }
        return new CertificateHistory(seed, moves);
    }

    private static Map<Integer, Mishap> mishaps(Random random) {
        Map<Integer, Mishap> mishaps = new TreeMap<>();
        for (int count = Math.max(0, random.nextInt(6) - 2); count > 0; count--) {
            mishaps.put(
                    1 + random.nextInt(1 + random.nextInt(60)),
                    Mishap.values()[random.nextInt(Mishap.values().length)]);
        }
        return mishaps;
    }

    /** This without one thing each, the greater things first. */
    List<CertificateHistory> shortened() {
        List<CertificateHistory> all = new ArrayList<>();
        for (int length = moves.size() / 2; length > 0; length /= 2) {
            for (int from = 0; from + length <= moves.size(); from += length) {
                List<Move> fewer = new ArrayList<>(moves);
                fewer.subList(from, from + length).clear();
                all.add(new CertificateHistory(seed, fewer));
            }
        }
        for (int i = 0; i < moves.size(); i++) {
            for (int mishap : moves.get(i).mishaps().keySet()) {
                List<Move> changed = new ArrayList<>(moves);
                changed.set(i, moves.get(i).without(mishap));
                all.add(new CertificateHistory(seed, changed));
            }
        }
        return all;
    }

    /** Such as {@code 17: DAYS 3 4:LOST; KILL 1}; {@link #of(String)} reads it. */
    @Override
    public String toString() {
        return seed + ": " + moves.stream().map(Move::toString).collect(Collectors.joining("; "));
    }

    static CertificateHistory of(String text) {
        int colon = text.indexOf(':');
        return new CertificateHistory(
                Long.parseLong(text.substring(0, colon)),
                Arrays.stream(text.substring(colon + 1).split(";"))
                        .map(Move::of)
                        .toList());
    }
}
