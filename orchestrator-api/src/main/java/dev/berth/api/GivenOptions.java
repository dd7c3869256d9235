package dev.berth.api;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that were given, wherever, and the mistakes that were found in them. */
final class GivenOptions {
    private final Map<DaemonOption, List<String>> values = new EnumMap<>(DaemonOption.class);
    private final List<String> mistakes = new ArrayList<>();

    /** Each of these in the place of what was given before. */
    void putAll(Map<DaemonOption, List<String>> given) {
        values.putAll(given);
    }

    void putIfAbsent(DaemonOption option, List<String> given) {
        values.putIfAbsent(option, given);
    }

    void mistake(String text) {
        mistakes.add(text);
    }

    List<String> mistakes() {
        return mistakes;
    }

    boolean has(DaemonOption option) {
        return values.containsKey(option);
    }

    List<String> all(DaemonOption option) {
        return values.getOrDefault(option, List.of());
    }

    Optional<String> one(DaemonOption option) {
        List<String> given = all(option);
        if (given.size() > 1) {
            mistake(option.flag() + " is given " + given.size() + " times; give it once");
        }
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(0));
    }

    Optional<Path> path(DaemonOption option) {
        return one(option).flatMap(text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                mistake(option.flag() + " is a path, not \"" + text + "\"");
                return Optional.empty();
            }
        });
    }

    /** A file with a secret, which nobody but its owner and its group can read. */
    Optional<SecretFile> secret(DaemonOption option) {
        return path(option).flatMap(path -> {
            Optional<String> wrong = SecretFile.mistake(path);
            wrong.ifPresent(words -> mistake(option.flag() + " " + path + " " + words));
            return wrong.isPresent() ? Optional.empty() : Optional.of(new SecretFile(path));
        });
    }
}
