package dev.berth.api;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The file that {@code --config} names. */
final class SettingsFile {
    private SettingsFile() {}

    static Map<DaemonOption, List<String>> read(Path file, List<String> mistakes) {
        mistakes.add("--config cannot be read yet: " + file);
        return new EnumMap<>(DaemonOption.class);
    }
}
