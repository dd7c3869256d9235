package dev.berth.core.project;

/**
 * The name of an application, by which its siblings also reach it over the project's network: {@code
 * [a-z][a-z0-9-]{0,19}}, not written like an instance's name.
 */
public record ApplicationName(String text) implements Comparable<ApplicationName> {
    /** @throws IllegalArgumentException with the broken rule in a user's words */
    public static ApplicationName of(String text) {
        NameRule.check("an application name", text);
        return new ApplicationName(text);
    }

    @Override
    public int compareTo(ApplicationName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
