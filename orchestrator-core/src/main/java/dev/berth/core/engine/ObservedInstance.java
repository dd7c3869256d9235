package dev.berth.core.engine;

import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One instance as the engine has it.
 *
 * @param recipe of the fingerprint whose first digits stand in the name
 * @param exitCode of the last run, when it ended
 * @param startedAt of the present or last run
 * @param finishedAt of the last run, when it ended
 * @param restarts by the engine itself
 * @param attached whether it is on its project's network
 * @param answersToApplication whether siblings reach it by the application's name
 * @param address on the project's network while running
 * @param engineRestart the engine's own restart policy, as it names it: {@code no}, {@code unless-stopped}, {@code
 *     on-failure:3}
 * @param writesVolume whether it has a writable named volume
 * @param otherName what somebody renamed it to; empty while it has its own name
 * @param otherNetworks names, as the engine has them, of networks beside its project's that somebody connected it to,
 *     sorted; never any for the reverse proxy, which is on the networks of all projects
 * @param otherLimits limits beside {@code resources} that somebody gave it, such as {@code cpu-shares 512}, sorted; only a
 *     new instance is without them
 */
public record ObservedInstance(
        InstanceName name,
        String recipe,
        InstanceState state,
        OptionalInt exitCode,
        boolean oomKilled,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        int restarts,
        boolean attached,
        boolean answersToApplication,
        Optional<String> address,
        Resources resources,
        String engineRestart,
        boolean writesVolume,
        String imageId,
        Optional<String> otherName,
        List<String> otherNetworks,
        List<String> otherLimits) {
    public ObservedInstance {
        otherNetworks = otherNetworks.stream().sorted().toList();
        otherLimits = otherLimits.stream().sorted().toList();
    }

    public boolean isRunning() {
        return state == InstanceState.RUNNING;
    }

    /**
     * Whether it has ended and, by its application's restart policy, stays so. Not so when {@link #isKeptByEngine}: then it
     * was stopped.
     */
    public boolean isOver(Restart restart) {
        return state == InstanceState.EXITED && !isKeptByEngine() && restart.isFinal(exitCode, restarts);
    }

    /**
     * Whether the engine starts it again whatever its exit code, unless it was stopped. Of an application with another policy
     * that is the mark, which outlives the daemon and goes when it runs again, of an instance that was stopped and did not
     * end by itself.
     */
    public boolean isKeptByEngine() {
        return engineRestart.equals(Restart.UNLESS_STOPPED.text());
    }
}
