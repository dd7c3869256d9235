package dev.berth.core.operate;

import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.List;

/** RFC 7396: a mapping is merged into a mapping, null takes a key away, everything else replaces. */
final class MergePatch {
    private MergePatch() {}

    static YamlMapping merge(YamlMapping target, YamlMapping patch) {
        YamlMapping merged = target;
        for (YamlMapping.Entry entry : patch.entries()) {
            boolean removed = entry.value() instanceof YamlScalar scalar && scalar.isNull();
            merged = removed
                    ? merged.without(entry.name())
                    : merged.with(entry.name(), merged(merged, entry.name(), entry.value()));
        }
        return merged;
    }

    private static YamlNode merged(YamlMapping target, String name, YamlNode value) {
        if (!(value instanceof YamlMapping patch)) {
            return value;
        }
        YamlMapping nothing = new YamlMapping(patch.place(), patch.width(), patch.path(), List.of());
        YamlNode present = target.get(name).orElse(nothing);
        return merge(present instanceof YamlMapping mapping ? mapping : nothing, patch);
    }
}
