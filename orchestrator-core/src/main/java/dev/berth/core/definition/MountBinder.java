package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.Mount;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Volumes, binds and tmpfs, in Compose's short and long syntax. */
final class MountBinder {
    private static final Pattern VOLUME_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final Pattern TMPFS_OPTIONS = Pattern.compile("|[a-z]+(=[A-Za-z0-9%]+)?(,[a-z]+(=[A-Za-z0-9%]+)?)*");
    private static final Set<String> OF_THE_KERNEL = Set.of("/", "/proc", "/sys", "/dev");

    private final Fields application;
    private final Set<Path> bindRoots;
    private final List<Placed<Mount>> mounts = new ArrayList<>();

    private MountBinder(Fields application, Set<Path> bindRoots) {
        this.application = application;
        this.bindRoots = bindRoots;
    }

    static List<Placed<Mount>> bind(Fields application, Set<Path> bindRoots) {
        MountBinder binder = new MountBinder(application, bindRoots);
        for (YamlNode item : application.items("volumes")) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                binder.shortForm(scalar);
            } else {
                binder.longForm(Fields.of(item, ApplicationKeys.MOUNT, application.problems()));
            }
        }
        application.oneOrMore("tmpfs").forEach(binder::tmpfs);
        binder.refuseRepetition();
        return binder.mounts;
    }

    private void shortForm(YamlScalar scalar) {
        if (SourceBinder.refusesShellVariable(application, scalar)) {
            return;
        }
        String[] parts = scalar.text().split(":", -1);
        if (parts.length == 1) {
            error(
                    scalar,
                    "\"" + Excerpt.of(scalar.text())
                            + "\" names no volume, so its data would be lost with each release",
                    "give it a name:  - data:" + (parts[0].startsWith("/") ? Excerpt.of(parts[0]) : "/data"));
            return;
        }
        if (parts.length > 3) {
            error(
                    scalar,
                    "\"" + Excerpt.of(scalar.text()) + "\" has too many colons",
                    "write  - NAME:/path  or  - NAME:/path:ro");
            return;
        }
        boolean readOnly = parts.length == 3 && readOnly(scalar, parts[2]);
        add(scalar, parts[0], parts[1], readOnly);
    }

    private boolean readOnly(YamlScalar scalar, String options) {
        boolean readOnly = false;
        for (String option : options.split(",", -1)) {
            readOnly |= option.equals("ro");
            if (!option.equals("ro") && !option.equals("rw")) {
                error(
                        scalar,
                        "\"" + Excerpt.of(option) + "\" is not an option of a volume",
                        "write  ro  for one that cannot be written, else nothing");
            }
        }
        return readOnly;
    }

    private void longForm(Fields mount) {
        Optional<String> target = mount.text("target");
        String type = mount.text("type").orElse("volume");
        if (target.isEmpty()) {
            return;
        }
        if (type.equals("tmpfs")) {
            addTmpfs(mount.at("target"), target.get(), tmpfsOptions(mount));
            return;
        }
        Optional<String> source = mount.text("source");
        if (!mount.has("source")) {
            error(
                    mount.whole(),
                    "the volume has no source",
                    "add  source: " + (type.equals("bind") ? "/srv/data" : "data"));
        }
        if (source.isEmpty() || SourceBinder.refusesShellVariable(mount, "source")) {
            return;
        }
        if (type.equals("bind") != isPath(source.get())) {
            error(
                    mount.at("source"),
                    type.equals("bind")
                            ? "a bind has an absolute path as source"
                            : "the source of a volume is a name, not a path",
                    "write  type: " + (type.equals("bind") ? "volume" : "bind") + "  or another source");
            return;
        }
        add(mount.at("target"), source.get(), target.get(), mount.flag("read_only", false));
    }

    private static boolean isPath(String source) {
        return source.startsWith("/") || source.startsWith(".") || source.startsWith("~");
    }

    private void add(Located at, String source, String target, boolean readOnly) {
        if (!checkTarget(at, target)) {
            return;
        }
        if (isPath(source)) {
            bindMount(at, source, normal(target), readOnly);
        } else if (VOLUME_NAME.matcher(source).matches()) {
            mounts.add(new Placed<>(new Mount.Volume(source, normal(target), readOnly), at));
        } else {
            error(
                    at,
                    "\"" + Excerpt.of(source) + "\" is not a volume's name",
                    "use letters, digits, _, . and -; a directory of the host begins with /");
        }
    }

    private void bindMount(Located at, String source, String target, boolean readOnly) {
        if (!source.startsWith("/")) {
            error(
                    at,
                    "\"" + Excerpt.of(source) + "\" is relative, but the daemon does not know from where",
                    "write an absolute path, or use a named volume:  - data:" + target);
            return;
        }
        Path path = Path.of(source).normalize();
        if (path.toString().endsWith("docker.sock")
                || path.startsWith("/run/docker")
                || path.startsWith("/var/run/docker")) {
            error(at, "the Docker socket is never handed out: it is the key to the whole machine", "remove it");
            return;
        }
        if (bindRoots.stream().noneMatch(root -> path.startsWith(root.normalize()))) {
            String roots = bindRoots.isEmpty()
                    ? "no directory of the host is allowed"
                    : "allowed is what lies below "
                            + String.join(
                                    ", ",
                                    new TreeSet<>(bindRoots.stream()
                                            .map(Path::toString)
                                            .toList()));
            error(
                    at,
                    "\"" + Excerpt.of(path.toString()) + "\" cannot be mounted: " + roots,
                    "use a named volume, or let the daemon allow it with  --bind-root " + path);
            return;
        }
        mounts.add(new Placed<>(new Mount.Bind(path.toString(), target, readOnly), at));
    }

    private void tmpfs(YamlNode item) {
        if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
            application.wrong("tmpfs", item);
            return;
        }
        int colon = scalar.text().indexOf(':');
        String target = colon < 0 ? scalar.text() : scalar.text().substring(0, colon);
        String options = colon < 0 ? "" : scalar.text().substring(colon + 1);
        addTmpfs(scalar, target, options);
    }

    private void addTmpfs(Located at, String target, String options) {
        if (!TMPFS_OPTIONS.matcher(options).matches()) {
            error(at, "\"" + Excerpt.of(options) + "\" are not options of tmpfs", "write  /run:size=64m,mode=1777");
        } else if (checkTarget(at, target)) {
            mounts.add(new Placed<>(new Mount.Tmpfs(normal(target), options), at));
        }
    }

    private static String tmpfsOptions(Fields mount) {
        List<String> options = new ArrayList<>();
        mount.part("tmpfs").ifPresent(tmpfs -> {
            OptionalLong size = tmpfs.size("size");
            size.ifPresent(bytes -> options.add("size=" + bytes));
            tmpfs.text("mode").ifPresent(mode -> options.add("mode=" + mode.replace("o", "")));
        });
        return String.join(",", options);
    }

    private boolean checkTarget(Located at, String target) {
        if (!target.startsWith("/") || target.indexOf('\0') >= 0) {
            error(at, "\"" + Excerpt.of(target) + "\" is not an absolute path inside the instance", "begin it with /");
            return false;
        }
        if (OF_THE_KERNEL.contains(normal(target))) {
            error(
                    at,
                    "nothing can be mounted at \"" + normal(target) + "\"",
                    "mount at a directory of the application");
            return false;
        }
        return true;
    }

    private static String normal(String target) {
        return Path.of(target).normalize().toString();
    }

    private void refuseRepetition() {
        Map<String, Located> seen = new HashMap<>();
        for (Placed<Mount> mount : mounts) {
            Located earlier = seen.putIfAbsent(mount.value().target(), mount.at());
            if (earlier != null) {
                error(
                        mount.at(),
                        "two things are mounted at \"" + mount.value().target() + "\"; first in line "
                                + earlier.place().line(),
                        "give one of them another path");
            }
        }
    }

    private void error(Located at, String what, String remedy) {
        application.problems().error(at, what, remedy);
    }
}
