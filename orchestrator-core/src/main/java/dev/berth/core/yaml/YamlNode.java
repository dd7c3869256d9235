package dev.berth.core.yaml;

import dev.berth.core.problem.Located;

/** A piece of YAML with the exact place it was written at. */
public sealed interface YamlNode extends Located permits YamlMapping, YamlSequence, YamlScalar {
    /** The same content, known under another path; places stay. */
    YamlNode under(String path);

    /** What it is in a user's words: {@code a mapping}, {@code an empty list}, {@code nothing}. */
    String kind();
}
