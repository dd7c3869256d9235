package dev.berth.core.reconcile;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a lane shows of its project: put together by its threads, taken by whoever asks. */
final class LanePicture {
    private final HealthWatch watch;
    private final RepairLedger ledger;
    private final UnderWay underWay;
    private final Map<ApplicationName, String> steps = new TreeMap<>();
    private DesiredState accepted;
    private ObservedState observed;
    private Optional<Instant> lookedAt = Optional.empty();
    private String trouble = "";

    LanePicture(DesiredState accepted, HealthWatch watch, RepairLedger ledger, UnderWay underWay) {
        this.accepted = accepted;
        this.observed = ObservedState.empty(accepted.project());
        this.watch = watch;
        this.ledger = ledger;
        this.underWay = underWay;
    }

    synchronized LaneSnapshot snapshot() {
        return new LaneSnapshot(
                accepted.project(),
                accepted,
                observed,
                lookedAt,
                underWay.deployment(),
                steps,
                watch.health(),
                ledger.notes(),
                trouble.isEmpty() ? ledger.trouble() : trouble);
    }

    synchronized ObservedState observed() {
        return observed;
    }

    synchronized void looked(DesiredState nowAccepted, ObservedState nowObserved, Instant at) {
        accepted = nowAccepted;
        observed = nowObserved;
        lookedAt = Optional.of(at);
    }

    synchronized void accepted(DesiredState now) {
        accepted = now;
    }

    /** @param step that a deployment is at with the application; empty: it is done with it */
    synchronized void at(ApplicationName application, String step) {
        if (step.isEmpty()) {
            steps.remove(application);
        } else {
            steps.put(application, step);
        }
    }

    synchronized void atNoStep() {
        steps.clear();
    }

    /** Why the lane cannot do its work; empty when it can. Returns whether that is another reason than before. */
    synchronized boolean trouble(String why) {
        boolean news = !trouble.equals(why);
        trouble = why;
        return news;
    }
}
