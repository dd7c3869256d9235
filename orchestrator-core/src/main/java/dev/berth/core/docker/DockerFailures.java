package dev.berth.core.docker;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what the engine answers, or that it does not, into failures that say what to do. */
final class DockerFailures {
    private static final Pattern HOST_PORT =
            Pattern.compile("(?:Bind for|listen (?:tcp|udp)[46]?|bind host port(?: for)?) "
                    + "(?:\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-fA-F:]*]|::)?:(\\d+)");

    /** What containerd kept of a start during which the engine ended. */
    private static final Pattern TASK = Pattern.compile("task [0-9a-f]+: already exists");

    /** A network was removed while a container that is connected with it did not run. */
    private static final Pattern NETWORK_GONE = Pattern.compile("network [0-9a-f]{64} not found");

    private DockerFailures() {}

    /**
     * The engine refused.
     *
     * @param attempted as in "cannot …"
     * @param words the engine's own
     */
    static EngineException refused(String attempted, int status, String words) {
        String what = "cannot " + attempted + ": Docker says: " + words;
        String lower = words.toLowerCase(Locale.ROOT);
        // Without a bind it is an address of a network that is meant.
        if (lower.contains("port is already allocated")
                || lower.contains("address already in use") && lower.contains("bind")) {
            String port = hostPort(words).map(p -> "port " + p).orElse("the port");
            return new EngineException(
                    Kind.PORT_TAKEN, what + "; free " + port + " on this host or publish another one");
        }
        if (lower.contains("no space left on device")) {
            return new EngineException(
                    Kind.DISK_FULL,
                    what + "; make room where Docker keeps its data, for example with docker image prune");
        }
        if (lower.contains("non-overlapping ipv4 address pool")) {
            return new EngineException(Kind.POOL_EXHAUSTED, what + "; choose a larger --subnet-pool");
        }
        if (status == 404 && lower.contains("no such image")) {
            return new EngineException(
                    Kind.IMAGE_UNAVAILABLE, what + "; apply the project again so that the image is provided");
        }
        if (status == 404) {
            return new EngineException(Kind.NOT_FOUND, what);
        }
        if (lower.contains("is too old") && lower.contains("client version")
                || lower.contains("is too new") && lower.contains("client version")) {
            return new EngineException(
                    Kind.REFUSED, what + "; this engine and this Berth do not fit: update the older");
        }
        if (lower.contains("permission denied") && lower.contains("docker.sock")) {
            return new EngineException(Kind.UNREACHABLE, what);
        }
        return new EngineException(Kind.REFUSED, what);
    }

    /** The port of the host that a refusal is about, such as {@code 8080}. */
    static Optional<Integer> hostPort(String words) {
        Matcher matcher = HOST_PORT.matcher(words);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /**
     * Who has a port that no container has. The engine calls allocated what it gave away itself; killed in the middle of a
     * start, it counts the port as given for as long as it runs.
     */
    static String otherHolder(String words) {
        return words.toLowerCase(Locale.ROOT).contains("port is already allocated")
                ? "the engine holds it since it was killed while it started one: restart the engine"
                : "but a program of this host; see ss -ltnp";
    }

    /** Whether the engine says that it still has parts of a container that has ended, or no longer has a network of it. */
    static boolean isLeftOver(String words) {
        return words.contains("id already in use")
                || words.contains("already exists in network")
                || TASK.matcher(words).find()
                || NETWORK_GONE.matcher(words).find();
    }

    /** Nobody listens, or the connection broke. */
    static EngineException unreachable(URI host, String attempted, Throwable why) {
        String words = rootWords(why);
        String remedy = words.toLowerCase(Locale.ROOT).contains("permission denied")
                ? "run Berth as a user who may open it, such as root"
                : "start it with systemctl start docker (or service docker start), and look at its log";
        return new EngineException(
                Kind.UNREACHABLE,
                "cannot " + attempted + ": cannot reach Docker at " + host + ": " + words + "; " + remedy,
                why);
    }

    static EngineException timedOut(URI host, String attempted, Duration deadline) {
        return new EngineException(
                Kind.TIMED_OUT,
                "cannot " + attempted + ": Docker at " + host + " gave no answer within " + seconds(deadline)
                        + "; see whether docker ps answers, and restart the engine if it does not");
    }

    /** A pull was given up because nothing came of it any more. */
    static EngineException stalled(String reference, Duration silence) {
        return givenUp(reference, "nothing came of it for " + seconds(silence));
    }

    /** A pull was given up although something came of it. */
    static EngineException tooSlow(String reference, Duration whole) {
        return givenUp(reference, "it was not done within " + seconds(whole));
    }

    private static EngineException givenUp(String reference, String why) {
        return new EngineException(
                Kind.IMAGE_UNAVAILABLE,
                "cannot pull image " + reference + ": " + why + "; see how far  docker pull " + reference
                        + "  gets on this host, look at its connection and Docker's proxy settings, and apply again");
    }

    /** Somebody else's thing stands under a name that is needed. */
    static EngineException foreign(String kind, String name, String owner) {
        return new EngineException(
                Kind.FOREIGN,
                "there is already a " + kind + " " + name + ", made by " + owner
                        + "; it is left alone: rename or remove it, or choose another project name");
    }

    static EngineException interrupted(String attempted, Throwable cause) {
        return new EngineException(Kind.INTERRUPTED, "interrupted while about to " + attempted, cause);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String rootWords(Throwable why) {
        Throwable at = why;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
