package dev.berth.api;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file that {@code --config} names: a mapping of option keys to values, lists for what may be repeated. */
final class SettingsFile {
    private final Problems problems = new Problems();
    private final Map<DaemonOption, List<String>> found = new EnumMap<>(DaemonOption.class);

    private SettingsFile() {}

    static Map<DaemonOption, List<String>> read(Path path, List<String> mistakes) {
        SettingsFile file = new SettingsFile();
        String text = "";
        try {
            Optional<String> decoded = YamlReader.decode(path.toString(), Files.readAllBytes(path), file.problems);
            if (decoded.isPresent()) {
                text = decoded.get();
                YamlReader.read(path.toString(), text, file.problems).ifPresent(file::bind);
            }
        } catch (NoSuchFileException e) {
            mistakes.add("--config " + path + " cannot be read: No such file or directory");
        } catch (IOException e) {
            mistakes.add("--config " + path + " cannot be read: " + e.getMessage());
        }
        List<Problem> all = file.problems.all();
        if (!all.isEmpty()) {
            mistakes.add(ProblemText.of(path.toString(), text).render(all).stripTrailing());
        }
        return file.found;
    }

    private void bind(YamlNode node) {
        if (!(node instanceof YamlMapping mapping)) {
            problems.error(node, "options are a mapping, not " + node.kind(), "write them as  http_port: 80");
            return;
        }
        for (YamlMapping.Entry entry : mapping.entries()) {
            DaemonOption.ofKey(entry.name())
                    .ifPresentOrElse(
                            option -> found.put(option, texts(entry.value())),
                            () -> problems.error(
                                    entry.key(),
                                    "berth daemon has no option \"" + entry.name() + "\""
                                            + Suggestion.tail(entry.name(), keys()),
                                    "berth help daemon lists the options"));
        }
    }

    private static List<String> keys() {
        return Arrays.stream(DaemonOption.values()).map(DaemonOption::key).toList();
    }

    private List<String> texts(YamlNode node) {
        List<String> texts = new ArrayList<>();
        List<YamlNode> items = node instanceof YamlSequence sequence ? sequence.items() : List.of(node);
        for (YamlNode item : items) {
            if (item instanceof YamlScalar scalar) {
                texts.add(scalar.text());
            } else {
                problems.error(item, "an option's value is one text, not " + item.kind(), "write it behind the colon");
            }
        }
        return texts;
    }
}
