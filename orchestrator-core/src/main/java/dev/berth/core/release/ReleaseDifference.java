package dev.berth.core.release;

import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What makes one release another than its predecessor, in a user's words; never shows a value. */
public final class ReleaseDifference {
    private ReleaseDifference() {}

    /** Such as {@code sources changed; configuration changed: env PORT, command}. */
    public static String between(Release before, Release after) {
        List<String> told = new ArrayList<>();
        image(before.image(), after.image(), told);
        List<String> configuration = configuration(before, after);
        if (!configuration.isEmpty()) {
            told.add("configuration changed: " + String.join(", ", configuration));
        }
        return told.isEmpty() ? "changed" : String.join("; ", told);
    }

    private static void image(ImageSpec before, ImageSpec after, List<String> told) {
        if (before.equals(after)) {
            return;
        }
        if (!(before instanceof ImageSpec.Built old && after instanceof ImageSpec.Built built)) {
            told.add("image changed");
            return;
        }
        boolean sources = !old.contextDigest().equals(built.contextDigest())
                || !old.dockerfile().equals(built.dockerfile())
                || !old.dockerfileInline().equals(built.dockerfileInline());
        boolean arguments = !old.target().equals(built.target()) || !old.args().equals(built.args());
        if (sources) {
            told.add("sources changed");
        }
        if (arguments) {
            told.add("build arguments changed");
        }
        if (!sources && !arguments && old.generation() != built.generation()) {
            told.add("image changed");
        }
    }

    private static List<String> configuration(Release before, Release after) {
        List<String> told = new ArrayList<>();
        keys("env ", before.env(), after.env(), told);
        invocation(before.invocation(), after.invocation(), told);
        keys("label ", before.labels(), after.labels(), told);
        tell("volumes", volumes(before), volumes(after), told);
        tell("tmpfs", tmpfs(before), tmpfs(after), told);
        keys("file ", byPath(before), byPath(after), told);
        tell("ports", before.ports(), after.ports(), told);
        tell("cap_add", before.privileges().capAdd(), after.privileges().capAdd(), told);
        tell("read_only", before.privileges().readOnly(), after.privileges().readOnly(), told);
        keys("sysctl ", before.sysctls(), after.sysctls(), told);
        return told;
    }

    private static void invocation(Invocation before, Invocation after, List<String> told) {
        tell("entrypoint", before.entrypoint(), after.entrypoint(), told);
        tell("command", before.command(), after.command(), told);
        tell("user", before.user(), after.user(), told);
        tell("working_dir", before.workingDir(), after.workingDir(), told);
        tell("init", before.init(), after.init(), told);
        tell("stop_grace_period", before.stopGracePeriod(), after.stopGracePeriod(), told);
    }

    private static List<Object> volumes(Release release) {
        List<Object> volumes = new ArrayList<>(release.mounts());
        volumes.removeAll(tmpfs(release));
        volumes.add(release.volumes());
        return volumes;
    }

    private static List<Mount> tmpfs(Release release) {
        return release.mounts().stream().filter(m -> m instanceof Mount.Tmpfs).toList();
    }

    private static Map<String, FileContent> byPath(Release release) {
        Map<String, FileContent> files = new TreeMap<>();
        release.files().forEach(file -> files.put(file.path(), file));
        return files;
    }

    private static void tell(String what, Object before, Object after, List<String> told) {
        if (!before.equals(after)) {
            told.add(what);
        }
    }

    private static void keys(String what, Map<String, ?> before, Map<String, ?> after, List<String> told) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .forEach(key -> told.add(what + key));
    }
}
