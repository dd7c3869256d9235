package dev.berth.core.docker;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The engine's disk before and after a build. */
record BuildDisk(DockerApi api, BuildLimits limits) {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * Looks whether there is room for a build; where the engine keeps its data out of this process's sight, the engine itself will say
     * when there is none.
     *
     * @throws EngineException of kind {@code DISK_FULL}
     */
    void requireRoom(String image) {
        String what = "build image " + image;
        Path root = Path.of(api.get("/info")
                .attempting("ask the engine where it keeps its data")
                .json()
                .path("DockerRootDir")
                .asText(""));
        if (!root.isAbsolute() || !Files.isDirectory(root)) {
            return;
        }
        long free;
        try {
            free = Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new EngineException(
                    Kind.REFUSED, "cannot " + what + ": cannot see how much room is left in " + root + ": " + e, e);
        }
        if (free < limits.room()) {
            throw new EngineException(
                    Kind.DISK_FULL,
                    "cannot " + what + ": " + root + ", where Docker keeps its data, has " + mebibytes(free)
                            + " free, and a build is begun with at least " + mebibytes(limits.room())
                            + "; docker system df shows what takes room: remove what is not needed there, or set"
                            + " --build-room lower");
        }
    }

    /** Lets go of the build cache beyond its budget, what was not used for longest first; returns how many bytes. */
    long keepWithinBudget() {
        if (limits.cache() == 0 || !api.agreement().buildKit()) {
            return 0;
        }
        return api.post("/build/prune")
                .query("keep-storage", Long.toString(limits.cache()))
                .within(LONGEST)
                .attempting("keep the build cache within " + mebibytes(limits.cache()))
                .json()
                .path("SpaceReclaimed")
                .asLong();
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
