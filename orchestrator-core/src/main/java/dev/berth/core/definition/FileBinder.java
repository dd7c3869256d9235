package dev.berth.core.definition;

import dev.berth.core.project.MountedFile;
import dev.berth.core.project.Template;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code files}: small files put into each instance. */
final class FileBinder {
    private FileBinder() {}

    /** @param references receives those in the contents */
    static List<MountedFile> bind(Fields application, List<Placed<Template.Piece>> references) {
        List<MountedFile> files = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (YamlNode item : application.items("files")) {
            Fields file = Fields.of(item, ApplicationKeys.FILE, application.problems());
            Optional<String> path = file.text("path")
                    .map(p -> Path.of(p.replace("\0", "")).normalize().toString());
            Optional<TemplateText.Read> content = content(file);
            content.ifPresent(read -> references.addAll(read.references()));
            if (path.isPresent() && !paths.add(path.get())) {
                file.problems()
                        .error(file.at("path"), "there are two files \"" + path.get() + "\"", "keep one of the two");
            }
            int mode = Integer.parseInt(file.text("mode").orElse("0644").replace("o", ""), 8);
            int uid = file.whole("uid").orElse(0);
            if (path.isPresent() && content.isPresent()) {
                files.add(new MountedFile(path.get(), content.get().template(), mode, uid));
            }
        }
        return files;
    }

    private static Optional<TemplateText.Read> content(Fields file) {
        return file.node("content")
                .filter(node -> file.text("content").isPresent())
                .map(node -> TemplateText.read((YamlScalar) node, file.problems()));
    }
}
