package dev.berth.core.project;

/** Something mounted into an instance at an absolute path. */
public sealed interface Mount {
    /** The absolute path inside the instance. */
    String target();

    /** A named volume of the project; on the engine {@code PROJECT_name}, unless the project adopts an external one. */
    record Volume(String name, String target, boolean readOnly) implements Mount {}

    /** A directory or file of the host, below an allow-listed root. */
    record Bind(String source, String target, boolean readOnly) implements Mount {}

    /** Memory; {@code options} as {@code mount -t tmpfs -o} takes them, possibly empty. */
    record Tmpfs(String target, String options) implements Mount {}
}
