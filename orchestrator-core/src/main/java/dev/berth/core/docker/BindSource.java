package dev.berth.core.docker;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.project.Mount;
import dev.berth.core.project.ProjectName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A directory of the host that is mounted into an instance. */
final class BindSource {
    private BindSource() {}

    /**
     * Refuses a path that leads elsewhere than it says: below a directory that applications may write, one can be made to
     * lead anywhere. Berth's own stands where the user wants it.
     */
    static void requireStraight(InstanceStart start) {
        if (start.name().release().project().equals(ProjectName.PROXY)) {
            return;
        }
        for (Mount mount : start.release().mounts()) {
            if (mount instanceof Mount.Bind bind) {
                requireStraight("cannot mount " + bind.source() + " into " + start.name() + ": ", bind);
            }
        }
    }

    private static void requireStraight(String refusal, Mount.Bind bind) {
        try {
            Path real = Path.of(bind.source()).toRealPath();
            if (!real.equals(Path.of(bind.source()).normalize())) {
                throw new EngineException(
                        Kind.REFUSED, refusal + "it leads to " + real + " by a symbolic link; name that path itself");
            }
        } catch (NoSuchFileException e) {
            throw new EngineException(Kind.NOT_FOUND, refusal + "there is no such directory; make it first", e);
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED, refusal + e + "; look at its rights", e);
        }
    }
}
