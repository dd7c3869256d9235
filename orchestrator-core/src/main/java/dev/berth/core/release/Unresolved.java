package dev.berth.core.release;

/**
 * A reference that leads nowhere.
 *
 * @param path where it stands, such as {@code applications.web.env.PASSWORD}
 * @param reference as written: {@code secret.PASSWORD}
 * @param why in a user's words
 * @param remedy as an order
 */
public record Unresolved(String path, String reference, String why, String remedy) {}
