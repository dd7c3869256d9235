package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.ChallengeKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which kinds of challenge succeeded here since the start: where one port is closed, not every name has to find that out
 * anew. Safe for several threads.
 */
final class ChallengeHistory {
    private final Map<ChallengeKind, Record> records = new EnumMap<>(ChallengeKind.class);

    private record Record(int successes, int all) {
        private double share() {
            return (double) successes / all;
        }
    }

    /** Those with the greater share of successes first, one never tried counting as good; else as they were. */
    synchronized List<ChallengeKind> order(List<ChallengeKind> kinds) {
        return kinds.stream()
                .sorted(Comparator.comparing((ChallengeKind kind) -> -share(kind)))
                .toList();
    }

    private double share(ChallengeKind kind) {
        Record record = records.get(kind);
        return record == null ? 1 : record.share();
    }

    synchronized void note(ChallengeKind kind, boolean succeeded) {
        records.merge(
                kind,
                new Record(succeeded ? 1 : 0, 1),
                (before, one) -> new Record(before.successes + one.successes, before.all + 1));
    }
}
