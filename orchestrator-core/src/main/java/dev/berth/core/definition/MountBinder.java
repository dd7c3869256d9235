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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Volumes, binds and tmpfs, in Compose's short and long syntax. */
final class MountBinder {
    /** As the engine takes them for a tmpfs (moby, MergeTmpfsOptions). */
    private static final Pattern TMPFS_OPTION = Pattern.compile(
            "size=[0-9]{1,15}[kKmMgG%]?|mode=0?[0-7]{3,4}|[ug]id=[0-9]{1,10}|nr_inodes=[0-9]{1,15}[kKmMgG]?"
                    + "|nr_blocks=[0-9]{1,15}[kKmMgG]?|(no)?(exec|dev|suid|atime|diratime|relatime|strictatime)|ro|rw"
                    + "|a?sync|dirsync");

    private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys");

    private static final Shape.Form VOLUME_NAME =
            Texts.VOLUME_NAME.as(Shape.Form.class).orElseThrow();

    private final Fields application;
    private final BindRule binds;
    private final List<Placed<Mount>> mounts = new ArrayList<>();

    private MountBinder(Fields application, Set<Path> bindRoots) {
        this.application = application;
        this.binds = BindRule.of(bindRoots);
    }

    static List<Placed<Mount>> bind(Fields application, Set<Path> bindRoots) {
        MountBinder binder = new MountBinder(application, bindRoots);
        for (YamlNode item : application.items("volumes")) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                binder.shortForm(scalar);
            } else {
                application.itemPart("volumes", item).ifPresent(binder::longForm);
            }
        }
        application.oneOrMore("tmpfs").forEach(binder::tmpfs);
        binder.refuseRepetition();
        return binder.mounts;
    }

    private void shortForm(YamlScalar scalar) {
        if (SourceBinder.refusesShellVariable(application, scalar) || application.hasNul("volumes", scalar)) {
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
        String type = mount.text("type").orElse("volume");
        Optional<String> target = mount.text("target");
        Optional<String> source = mount.text("source");
        boolean readOnly = mount.flag("read_only", false);
        String options = tmpfsOptions(mount);
        if (type.equals("tmpfs")) {
            refuse(mount, "source", type);
            refuse(mount, "read_only", type);
            target.ifPresent(t -> addTmpfs(mount.at("target"), t, options));
            return;
        }
        refuse(mount, "tmpfs", type);
        if (!mount.has("source")) {
            error(
                    mount.whole(),
                    "the mount lacks \"source\"",
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
        } else {
            target.ifPresent(t -> add(mount.at("target"), source.get(), t, readOnly));
        }
    }

    private void refuse(Fields mount, String key, String type) {
        if (mount.has(key)) {
            error(mount.keyAt(key), key + " means nothing for a " + type, "remove it");
        }
    }

    private static boolean isPath(String source) {
        return source.startsWith("/") || source.startsWith(".") || source.startsWith("~");
    }

    private void add(Located at, String source, String target, boolean readOnly) {
        if (!checkTarget(at, target)) {
            return;
        }
        if (isPath(source)) {
            bindMount(at, source, PathText.normal(target), readOnly);
        } else if (Fields.fits(source, VOLUME_NAME.pattern())) {
            mounts.add(new Placed<>(new Mount.Volume(source, PathText.normal(target), readOnly), at));
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
                    "write an absolute path, or use a named volume:  - data:" + Excerpt.of(target));
            return;
        }
        String path = PathText.normal(source);
        if (binds.allows(path, at, application.problems())) {
            mounts.add(new Placed<>(new Mount.Bind(path, target, readOnly), at));
        }
    }

    private void tmpfs(YamlNode item) {
        if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
            application.wrongItem("tmpfs", item);
            return;
        }
        if (application.hasNul("tmpfs", scalar)) {
            return;
        }
        int colon = scalar.text().indexOf(':');
        String target = colon < 0 ? scalar.text() : scalar.text().substring(0, colon);
        String options = colon < 0 ? "" : scalar.text().substring(colon + 1);
        addTmpfs(scalar, target, options);
    }

    private void addTmpfs(Located at, String target, String options) {
        Optional<String> wrong = options.isEmpty()
                ? Optional.empty()
                : Stream.of(options.split(",", -1))
                        .filter(option -> !Fields.fits(option, TMPFS_OPTION))
                        .findFirst();
        if (wrong.isPresent()) {
            error(
                    at,
                    "\"" + Excerpt.of(wrong.get()) + "\" is not an option of a tmpfs",
                    "write options such as  /run:size=64m,mode=1777");
        } else if (checkTarget(at, target)) {
            mounts.add(new Placed<>(new Mount.Tmpfs(PathText.normal(target), options), at));
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
        if (!target.startsWith("/")) {
            error(at, "\"" + Excerpt.of(target) + "\" is not an absolute path inside the instance", "begin it with /");
            return false;
        }
        if (isOfTheKernel(PathText.normal(target)) || PathText.normal(target).equals("/dev")) {
            error(
                    at,
                    "nothing can be mounted at \"" + Excerpt.of(PathText.normal(target)) + "\"",
                    "mount at a directory of the application");
            return false;
        }
        return true;
    }

    /** Whether a path inside is the root, or in a file system that the kernel makes up. */
    static boolean isOfTheKernel(String target) {
        return target.equals("/") || OF_THE_KERNEL.stream().anyMatch(directory -> PathText.isIn(target, directory));
    }

    private void refuseRepetition() {
        Map<String, Located> seen = new HashMap<>();
        for (Placed<Mount> mount : mounts) {
            Located earlier = seen.putIfAbsent(mount.value().target(), mount.at());
            if (earlier != null) {
                error(
                        mount.at(),
                        "two things are mounted at \""
                                + Excerpt.of(mount.value().target()) + "\"; first in line "
                                + earlier.place().line(),
                        "give one of them another path");
            }
        }
    }

    private void error(Located at, String what, String remedy) {
        application.problems().error(at, what, remedy);
    }
}
