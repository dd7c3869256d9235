package dev.berth.proxy.route;

/**
 * What becomes of the path on its way to the application: first the route's own prefix is taken off, then the internal
 * one is put in front.
 *
 * @param stripPath whether the route's path prefix is taken off ({@code /api/users} arrives as {@code /users})
 * @param internalPath put in front; {@code /} for nothing
 */
public record Rewrite(boolean stripPath, PathPrefix internalPath) {

    /** The path arrives as it was asked for. */
    public static final Rewrite NONE = new Rewrite(false, PathPrefix.ROOT);
}
