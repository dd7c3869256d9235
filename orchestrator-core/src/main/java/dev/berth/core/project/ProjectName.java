package dev.berth.core.project;

/** The name of a project: {@code [a-z][a-z0-9-]{0,19}}, not written like an instance's name, not {@code proxy}. */
public record ProjectName(String text) implements Comparable<ProjectName> {
    /** Berth's own project, which runs the reverse proxy; no user's project can be called so. */
    public static final ProjectName PROXY = new ProjectName("proxy");

    /** @throws IllegalArgumentException with the broken rule in a user's words */
    public static ProjectName of(String text) {
        NameRule.check("a project name", text);
        if (text.equals(PROXY.text)) {
            throw new IllegalArgumentException("\"proxy\" is reserved for Berth's own project");
        }
        return new ProjectName(text);
    }

    @Override
    public int compareTo(ProjectName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
