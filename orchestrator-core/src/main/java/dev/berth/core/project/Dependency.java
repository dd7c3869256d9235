package dev.berth.core.project;

/** That an application starts only when another one has come so far. */
public record Dependency(ApplicationName application, Condition condition) {
    /** As in the Compose Specification. */
    public enum Condition {
        SERVICE_STARTED,
        SERVICE_HEALTHY,
        SERVICE_COMPLETED_SUCCESSFULLY;

        /** The word in the project file. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
