package dev.berth.api.cli;

/** Which Berth this is. */
final class BerthVersion {
    private BerthVersion() {}

    /** From the jar's manifest. */
    static String text() {
        String version = Berth.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
