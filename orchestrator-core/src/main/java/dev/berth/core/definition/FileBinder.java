package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.project.Mount;
import dev.berth.core.project.MountedFile;
import dev.berth.core.project.Template;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code files}: small files put into each instance. */
final class FileBinder {
    private final Fields application;
    private final List<Placed<Mount>> mounts;
    private final Set<String> paths = new HashSet<>();

    private FileBinder(Fields application, List<Placed<Mount>> mounts) {
        this.application = application;
        this.mounts = mounts;
    }

    /**
     * @param mounts of the same application, which may hide a file
     * @param references receives those in the contents
     */
    static List<MountedFile> bind(
            Fields application, List<Placed<Mount>> mounts, List<Placed<Template.Piece>> references) {
        FileBinder binder = new FileBinder(application, mounts);
        List<MountedFile> files = new ArrayList<>();
        for (YamlNode item : application.items("files")) {
            application
                    .itemPart("files", item)
                    .flatMap(file -> binder.one(file, references))
                    .ifPresent(files::add);
        }
        return files;
    }

    private Optional<MountedFile> one(Fields file, List<Placed<Template.Piece>> references) {
        Optional<String> path = path(file);
        Optional<TemplateText.Read> content = content(file);
        content.ifPresent(read -> references.addAll(read.references()));
        int mode = Integer.parseInt(file.text("mode").orElse("0644").replace("o", ""), 8);
        OptionalInt uid = file.whole("uid");
        return path.isEmpty() || content.isEmpty()
                ? Optional.empty()
                : Optional.of(new MountedFile(path.get(), content.get().template(), mode, uid.orElse(0)));
    }

    private Optional<String> path(Fields file) {
        Optional<String> written = file.text("path");
        if (written.isEmpty()) {
            return written;
        }
        String path = PathText.normal(written.get());
        String shown = "\"" + Excerpt.of(path) + "\"";
        if (MountBinder.isOfTheKernel(path) || written.get().endsWith("/")) {
            error(file, "there can be no file at \"" + Excerpt.of(written.get()) + "\"", "write  path: /etc/app.conf");
            return Optional.empty();
        }
        if (!paths.add(path)) {
            error(file, "there are two files " + shown, "keep one of the two");
        }
        for (Placed<Mount> mount : mounts) {
            String target = mount.value().target();
            if (path.equals(target)) {
                error(file, "something is mounted at " + shown, "give the file another path, or leave out the mount");
            } else if (mount.value() instanceof Mount.Tmpfs && PathText.isIn(path, target)) {
                error(
                        file,
                        "the tmpfs at \"" + Excerpt.of(target) + "\" would hide the file " + shown,
                        "give the file another path, or leave out the tmpfs");
            }
        }
        return Optional.of(path);
    }

    private static void error(Fields file, String what, String remedy) {
        file.problems().error(file.at("path"), what, remedy);
    }

    private static Optional<TemplateText.Read> content(Fields file) {
        return file.node("content")
                .filter(node -> file.text("content").isPresent())
                .map(node -> TemplateText.read((YamlScalar) node, file.problems()));
    }
}
